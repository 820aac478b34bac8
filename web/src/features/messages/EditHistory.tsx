import "./history.css";
import { type ReactNode, useEffect, useState } from "react";
import { api, type Post } from "@/api";
import { saveEdit } from "@/features/composer";
import { posts } from "@/features/posts";
import { explain, useT } from "@/i18n";
import { Tag } from "@/ui/badge/Badge";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Dialog } from "@/ui/dialog/Dialog";
import { Markdown } from "@/ui/markdown";
import { MessageSurroundings } from "./Surroundings";
import { fullTimeOf, momentOf } from "./times";

interface EditHistoryProps {
  id: string;
  onClose: () => void;
}

/** When a version was written. */
const writtenAt = (version: Post): number => version.edit_at || version.create_at;

/** What a message of mine said before, newest first. */
export function EditHistory({ id, onClose }: EditHistoryProps): ReactNode {
  const t = useT();
  const post = posts.use((state) => state.posts[id]);
  const [versions, setVersions] = useState<Post[]>();
  const [trouble, setTrouble] = useState<string>();
  const editedAt = post?.edit_at;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another edit makes another version
  useEffect(() => {
    api.editHistory(id).then(setVersions, (error: unknown) => setTrouble(explain(error)));
  }, [id, editedAt]);

  function handleRestore(version: Post): void {
    onClose();
    if (post) saveEdit(post, version.message);
  }

  if (!post) return null;
  return (
    <Dialog title={t("messages.history")} size="wide" onClose={onClose}>
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      {versions && (
        <MessageSurroundings>
          <ol className="history">
            {[post, ...versions].map((version) => (
              <li key={version.id}>
                <div className="line">
                  <time className="mute tiny" title={fullTimeOf(writtenAt(version))}>
                    {momentOf(writtenAt(version))}
                  </time>
                  {version.id === post.id ? (
                    <Tag kind="on">{t("reading.versionNow")}</Tag>
                  ) : (
                    version.message !== post.message && (
                      <Button
                        size="small"
                        kind="bare"
                        icon="undo"
                        aria-label={t("reading.restoreOf", { time: momentOf(writtenAt(version)) })}
                        onClick={() => handleRestore(version)}
                      >
                        {t("reading.restore")}
                      </Button>
                    )
                  )}
                </div>
                <Markdown text={version.message} />
              </li>
            ))}
          </ol>
        </MessageSurroundings>
      )}
    </Dialog>
  );
}
