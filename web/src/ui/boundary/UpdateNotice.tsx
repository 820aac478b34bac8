import "./boundary.css";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { Banner } from "../banner/Banner";
import { Button } from "../button/Button";
import { useOutdated } from "./outdated";

/** Says that the server has a newer page, once a piece of this one was not to be had. */
export function UpdateNotice(): ReactNode {
  const t = useT();
  if (!useOutdated()) return null;
  return (
    <div className="ui-update">
      <Banner
        kind="calm"
        boxed
        action={
          <Button size="small" onClick={() => location.reload()}>
            {t("trouble.reload")}
          </Button>
        }
      >
        {t("trouble.update")}
      </Banner>
    </div>
  );
}
