import { type ReactNode, useEffect, useState } from "react";
import { api, type User } from "@/api";
import { learn, nameOf, Person } from "@/features/people";
import { useT } from "@/i18n";
import { ValueChip } from "@/ui/badge/Chip";
import { Combobox } from "@/ui/combobox/Combobox";

interface PeoplePickerProps {
  label: string;
  help?: ReactNode;
  error?: ReactNode;
  team: string;
  /** Leaves out who is in this channel. */
  notIn?: string | undefined;
  /** Who has been picked, by id. */
  picked: string[];
  onChange: (picked: string[]) => void;
  /** How many may be picked at most. */
  most?: number;
}

const QUIET_MS = 120;
const SHOWN = 20;

/** People of a team: who is called by a term, or some of them where there is none yet. */
function lookFor(term: string, team: string, notIn: string | undefined): Promise<User[]> {
  const limit = SHOWN * 2;
  return term === ""
    ? api.users({ in_team: team, not_in_channel: notIn, active: true, per_page: limit })
    : api.searchUsers({ term, team_id: team, limit, ...(notIn ? { not_in_channel_id: notIn } : {}) });
}

/** Picks people of a team by any of their names. */
export function PeoplePicker(props: PeoplePickerProps): ReactNode {
  const { label, help, error, team, notIn, picked, onChange, most = Number.POSITIVE_INFINITY } = props;
  const t = useT();
  const [term, setTerm] = useState("");
  const [found, setFound] = useState<User[]>([]);

  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(async () => {
      const users = await lookFor(term.trim(), team, notIn).catch((): User[] => []);
      if (isOld) return;
      learn(users);
      setFound(users.filter((user) => user.delete_at === 0));
    }, QUIET_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [term, team, notIn]);

  const items = found.filter((user) => !picked.includes(user.id)).slice(0, SHOWN);
  return (
    <div className="stack">
      <Combobox
        label={label}
        help={help}
        error={error}
        icon="search"
        value={term}
        onChange={setTerm}
        items={picked.length < most ? items : []}
        keyOf={(user) => user.id}
        onPick={(user) => {
          setTerm("");
          onChange([...picked, user.id]);
        }}
        none={picked.length < most ? t("moving.nobody") : t("moving.enoughPeople", { count: most })}
      >
        {(user) => <Person user={user.id} />}
      </Combobox>
      {picked.length > 0 && (
        <div className="line wrap">
          {picked.map((id) => (
            <ValueChip
              key={id}
              name={nameOf(id)}
              onRemove={() => onChange(picked.filter((one) => one !== id))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
