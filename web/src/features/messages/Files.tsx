import type { ReactNode } from "react";
import { api, type FileInfo } from "@/api";
import { currentLocale } from "@/i18n";
import { Icon } from "@/ui/icon/Icon";

const WIDEST = 400;
const TALLEST = 300;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

function sizeOf(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(currentLocale(), {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(size);
}

/** The files of a post. A picture has its place before it is there. */
export function Files({ files }: { files: readonly FileInfo[] }): ReactNode {
  return (
    <div className="message-files">
      {files.map((file) => (
        <FileView key={file.id} file={file} />
      ))}
    </div>
  );
}

function FileView({ file }: { file: FileInfo }): ReactNode {
  const { width = 0, height = 0 } = file;
  if (file.has_preview_image && width > 0 && height > 0) {
    const scale = Math.min(1, WIDEST / width, TALLEST / height);
    return (
      <a className="message-picture" href={api.file(file.id)} target="_blank" rel="noopener noreferrer">
        <img
          src={api.filePreview(file.id)}
          alt={file.name}
          width={Math.max(24, Math.round(width * scale))}
          height={Math.max(24, Math.round(height * scale))}
          loading="lazy"
          decoding="async"
        />
      </a>
    );
  }
  return (
    <a className="message-file" href={api.file(file.id)} target="_blank" rel="noopener noreferrer">
      <Icon name="file-text" />
      <span className="message-file-name">
        <bdi className="cut strong">{file.name}</bdi>
        <small className="mute">
          {file.extension.toUpperCase()} · {sizeOf(file.size)}
        </small>
      </span>
      <Icon name="download" size={16} />
    </a>
  );
}
