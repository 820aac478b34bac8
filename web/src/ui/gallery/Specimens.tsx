import { type ReactNode, useState } from "react";
import { Avatar } from "../avatar/Avatar";
import type { Presence as Status } from "../avatar/face";
import { Presence } from "../avatar/Presence";
import { Badge, Pip, Tag } from "../badge/Badge";
import { Chip, ValueChip } from "../badge/Chip";
import { Banner } from "../banner/Banner";
import { Button } from "../button/Button";
import { IconButton } from "../button/IconButton";
import { Calendar } from "../calendar/Calendar";
import { DatePicker } from "../calendar/DatePicker";
import { Card } from "../card/Card";
import { Checkbox } from "../choice/Checkbox";
import { RadioGroup, Segments } from "../choice/Radio";
import { Slider } from "../choice/Slider";
import { Pref, Switch } from "../choice/Switch";
import { Combobox } from "../combobox/Combobox";
import { AlertDialog, Dialog } from "../dialog/Dialog";
import { EmptyState } from "../empty/EmptyState";
import { PasswordInput } from "../field/PasswordInput";
import { Select } from "../field/Select";
import { TextArea } from "../field/TextArea";
import { TextInput } from "../field/TextInput";
import { Icon } from "../icon/Icon";
import { iconNames } from "../icon/names";
import { Kbd } from "../kbd/Kbd";
import { MenuButton, MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "../menu/Menu";
import { ProgressBar } from "../progress/ProgressBar";
import { Skeleton } from "../skeleton/Skeleton";
import { SplitHandle } from "../split/SplitHandle";
import { useRememberedWidth } from "../split/useRememberedWidth";
import { Table } from "../table/Table";
import { Tabs } from "../tabs/Tabs";
import { toasts } from "../toast/toasts";
import { Toolbar } from "../toolbar/Toolbar";

const people = [
  "Anna Lindqvist",
  "Kofi Mensah",
  "María-José Fernández de la Cruz",
  "李雨桐",
  "Дарья Соколова",
  "יעל כהן",
];
const statuses: readonly Status[] = ["online", "away", "dnd", "offline"];
const nothing = () => {};

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** One of each, in each state that can be shown standing still. */
export function Specimens() {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
      <Surfaces />
      <People />
      <Marks />
      <Notices />
      <Section title="A day">
        <div className="gallery-row">
          <Calendar value="2026-11-28" onPick={nothing} min="2026-11-05" />
          <DatePicker label="Until" value="2026-12-13" onChange={nothing} />
          <DatePicker label="From" help="The first day that counts" value={undefined} onChange={nothing} />
        </div>
      </Section>
      <Panes />
      <Section title="Icons">
        <div className="gallery-icons">
          {iconNames.map((name) => (
            <span key={name}>
              <Icon name={name} />
              {name}
            </span>
          ))}
        </div>
      </Section>
    </>
  );
}

function Buttons() {
  return (
    <Section title="Buttons">
      <div className="gallery-row">
        <Button>Plain</Button>
        <Button kind="main">Create channel</Button>
        <Button kind="danger">Archive channel</Button>
        <Button kind="bare">Quiet</Button>
        <Button icon="person-plus">Add people</Button>
        <Button after="chevron-down">Every message</Button>
        <Button busy>Waiting</Button>
        <Button disabled>Off</Button>
        <Button unavailable="You may read here, not write">Unavailable</Button>
      </div>
      <div className="gallery-row">
        <Button size="small">Small</Button>
        <Button size="small" kind="main">
          Save
        </Button>
        <Button size="big" kind="main">
          Sign in
        </Button>
      </div>
      <Toolbar label="Message" className="gallery-row">
        <IconButton icon="bold" label="Bold" keys="Ctrl+B" pressed />
        <IconButton icon="italic" label="Italic" keys="Ctrl+I" pressed={false} />
        <IconButton icon="people" label="48 members" text="48" />
        <IconButton icon="reply" label="Reply in thread" keys="R" size={28} />
        <IconButton icon="close" label="Close" size={24} />
        <IconButton icon="pin" label="Pin" unavailable="Read only" />
        <IconButton icon="trash" label="Delete" disabled />
      </Toolbar>
      <div className="gallery-row">
        <Kbd keys="Ctrl+K" />
        <Kbd keys="G T" />
        <Kbd keys="Shift+Enter" />
      </div>
    </Section>
  );
}

function Fields() {
  const [text, setText] = useState("winter-timetable");
  const [person, setPerson] = useState("");
  const found = people.filter((name) => name.toLowerCase().includes(person.toLowerCase()));
  return (
    <Section title="Fields">
      <div className="gallery-fields">
        <TextInput
          label="Name"
          help="Letters of any script."
          icon="channel"
          value={text}
          onChange={setText}
        />
        <TextInput label="What is it for?" optional placeholder="Planning" value="" onChange={nothing} />
        <TextInput
          label="Wait"
          error="Use a number from 0 to 5,000."
          suffix="ms"
          value="-5"
          onChange={nothing}
        />
        <TextInput label="Set elsewhere" disabled value="Sender only" onChange={nothing} />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          value="three words"
          onChange={nothing}
        />
        <TextInput
          label="Search"
          hideLabel
          icon="search"
          type="search"
          placeholder="Search"
          value=""
          onChange={nothing}
        />
        <TextArea label="Header" value={"Timetable engine 7.x\nReleases, incidents"} onChange={nothing} />
        <Select
          label="Sound"
          value="felt"
          options={[
            { value: "felt", text: "Felt" },
            { value: "none", text: "None" },
          ]}
          onChange={nothing}
        />
        <Combobox
          label="Person"
          icon="person"
          value={person}
          onChange={setPerson}
          items={found}
          keyOf={(name) => name}
          onPick={setPerson}
          none="Nobody here has that name."
        >
          {(name) => (
            <>
              <Avatar id={name} name={name} size={20} />
              <bdi className="cut">{name}</bdi>
            </>
          )}
        </Combobox>
      </div>
    </Section>
  );
}

function Choices() {
  const [sound, setSound] = useState(true);
  const [level, setLevel] = useState("mention");
  const [density, setDensity] = useState("comfortable");
  const [size, setSize] = useState(15);
  return (
    <Section title="Choices">
      <div className="gallery-fields">
        <div className="stack">
          <Checkbox label="Add people next" checked={false} onChange={nothing} />
          <Checkbox label="Chosen" help="With a word of help" checked={true} onChange={nothing} />
          <Checkbox label="Some of them" checked="mixed" onChange={nothing} />
          <Checkbox label="Off" checked={true} disabled onChange={nothing} />
        </div>
        <RadioGroup
          label="Tell me about"
          value={level}
          onChange={setLevel}
          choices={[
            { value: "all", text: "Every message" },
            { value: "mention", text: "Mentions", help: "And direct messages" },
            { value: "none", text: "Nothing", disabled: true },
          ]}
        />
      </div>
      <div>
        <Switch label="Sound" help="Short and low." checked={sound} onChange={setSound} />
        <Switch label="Off" checked={false} disabled onChange={nothing} />
        <Pref label="Density" help="Compact puts name and message on one line.">
          <Segments
            label="Density"
            value={density}
            onChange={setDensity}
            choices={["compact", "comfortable", "roomy"].map((value) => ({ value, text: value }))}
          />
        </Pref>
        <Pref label="Text size" help={`${size} pixels`}>
          <Slider
            label="Text size"
            min={12}
            max={20}
            value={size}
            valueText={`${size} pixels`}
            onChange={setSize}
          />
        </Pref>
      </div>
    </Section>
  );
}

function Surfaces() {
  const [open, setOpen] = useState<"dialog" | "alert">();
  const close = () => setOpen(undefined);
  return (
    <Section title="Surfaces">
      <div className="gallery-row">
        <MenuButton
          label="Message"
          trigger={(trigger) => (
            <Button {...trigger} data-opens="menu" after="chevron-down">
              Menu
            </Button>
          )}
        >
          {() => (
            <>
              <MenuTitle>Message</MenuTitle>
              <MenuItem icon="reply" keys="R" onSelect={nothing}>
                Reply in thread
              </MenuItem>
              <MenuItem icon="link" keys="L" onSelect={nothing}>
                Copy link
              </MenuItem>
              <MenuItem icon="pin" unavailable="Read only" onSelect={nothing}>
                Pin
              </MenuItem>
              <MenuCheck icon="bell" checked onSelect={nothing}>
                Follow the thread
              </MenuCheck>
              <MenuSeparator />
              <MenuItem icon="trash" kind="danger" keys="Delete" onSelect={nothing}>
                Delete
              </MenuItem>
            </>
          )}
        </MenuButton>
        <Button data-opens="dialog" onClick={() => setOpen("dialog")}>
          Dialog
        </Button>
        <Button data-opens="alertdialog" onClick={() => setOpen("alert")}>
          Question
        </Button>
        <Button
          onClick={() =>
            toasts.show({ text: "Deleted", action: { text: "Undo", keys: "Z", onAction: nothing } })
          }
        >
          Toast
        </Button>
        <Button onClick={() => toasts.show({ text: "Not saved: the server does not answer.", kind: "bad" })}>
          Alert
        </Button>
      </div>
      {open === "dialog" && (
        <Dialog
          title="Create a channel"
          onClose={close}
          onSubmit={close}
          footer={
            <>
              <Button onClick={close}>Cancel</Button>
              <Button kind="main" type="submit">
                Create channel
              </Button>
            </>
          }
        >
          <TextInput label="Name" icon="channel" value="winter-timetable" onChange={nothing} />
          <TextArea label="What is it for?" optional value="" onChange={nothing} />
        </Dialog>
      )}
      {open === "alert" && (
        <AlertDialog
          title="Archive ~depot-systems?"
          confirm="Archive channel"
          cancel="Keep it"
          onConfirm={close}
          onCancel={close}
        >
          <p>31 people lose it from their sidebar. Messages stay searchable.</p>
          <Banner boxed>Two webhooks still post here. They will stop.</Banner>
        </AlertDialog>
      )}
    </Section>
  );
}

function People() {
  return (
    <Section title="People">
      <div className="gallery-row">
        {people.map((name, index) => (
          <Avatar key={name} id={name} name={name} labelled presence={statuses[index]} />
        ))}
        <Avatar id="bot" name="Signalbox" kind="bot" labelled />
        <Avatar id="group" name="Priya, Tomáš, 佐藤 健" kind="group" count={3} labelled />
        <Avatar id="team" name="Nordlinje" kind="team" labelled />
      </div>
      <div className="gallery-row">
        {([20, 24, 28, 36, 44, 64] as const).map((size, index) => (
          <Avatar
            key={size}
            id={`p${index}`}
            name="Kofi Mensah"
            size={size}
            presence={statuses[index % 4]}
            labelled
          />
        ))}
        <span className="ui-faces">
          {people.slice(0, 4).map((name) => (
            <Avatar key={name} id={name} name={name} size={24} labelled />
          ))}
        </span>
      </div>
      <div className="gallery-table" data-ground="table">
        {statuses.map((status) => (
          <span className="line" key={status}>
            <Presence is={status} decorative />
            {status}
          </span>
        ))}
        <Badge count={3} label="3 mentions" />
        <Badge kind="quiet" count={12} label="12 unread" />
        <Pip label="Unread" />
        <IconButton icon="filter" label="Unread only" />
        <Kbd keys="Ctrl+K" />
      </div>
    </Section>
  );
}

function Marks() {
  return (
    <Section title="Marks">
      <div className="gallery-row">
        <Badge count={1} label="1 mention" />
        <Badge count={140} label="140 mentions" />
        <Badge kind="flat" count={1284} label="1,284 people" />
        <Pip label="New" />
        <Tag>Bot</Tag>
        <Tag kind="lamp" icon="edit">
          Not saved
        </Tag>
        <Tag kind="ok">Saved</Tag>
        <Tag kind="bad" icon="flag">
          Urgent
        </Tag>
        <Tag kind="on">2 new</Tag>
      </div>
      <div className="gallery-row">
        <Chip pressed onPress={nothing}>
          Changed only
        </Chip>
        <Chip pressed={false} onPress={nothing}>
          Set by environment
        </Chip>
        <ValueChip name="расписание" onRemove={nothing} />
        <Chip icon="plus" onPress={nothing}>
          Add
        </Chip>
      </div>
    </Section>
  );
}

function Notices() {
  return (
    <Section title="Notices">
      <Banner icon="offline" action={<Button size="small">Try now</Button>}>
        You're offline. Read and write on: messages go out when you're back.
      </Banner>
      <Banner kind="bad" action={<Button size="small">Reconnect</Button>}>
        We lost the server 2 minutes ago.
      </Banner>
      <Banner kind="calm" boxed action={<Button size="small">Send a test</Button>}>
        Notifications reach this browser.
      </Banner>
      <div className="gallery-fields">
        <EmptyState
          picture="sheet"
          title="A quiet room, for now"
          actions={<Button kind="main">Add people</Button>}
        >
          Say what it is for, or bring people in.
        </EmptyState>
        <EmptyState picture="cup" title="All caught up">
          Nothing is waiting for you in any team.
        </EmptyState>
        <EmptyState picture="lens" title="No messages match" actions={<Button>Remove that filter</Button>}>
          There are 84 results without it.
        </EmptyState>
        <EmptyState picture="lock" title="You can’t open this message">
          It is in a private channel, or it has been deleted.
        </EmptyState>
      </div>
      <Card>A thing of its own on a sheet.</Card>
      <Skeleton label="Messages" lines={[20, 90, 70]} />
      <ProgressBar label="platform-2.jpg" value={0.62} />
    </Section>
  );
}

function Panes() {
  const [tab, setTab] = useState<"messages" | "files">("messages");
  const [width, setWidth] = useRememberedWidth("gallery", 160);
  return (
    <Section title="Panes, tables">
      <Tabs
        label="Results"
        tabs={[
          { id: "messages", text: "Messages", count: 84, countLabel: "84 found" },
          { id: "files", text: "Files" },
        ]}
        selected={tab}
        onSelect={setTab}
      >
        <p className="small soft">{tab}</p>
      </Tabs>
      <div className="gallery-panes">
        <div style={{ inlineSize: width }}>A</div>
        <SplitHandle
          label="Width of A"
          pane="before"
          value={width}
          min={80}
          max={260}
          home={160}
          onChange={setWidth}
        />
        <div className="grow">B</div>
      </div>
      <Table
        caption="People of the team"
        rows={people}
        keyOf={(name) => name}
        columns={[
          {
            key: "name",
            head: "Name",
            names: true,
            cell: (name) => (
              <span className="line">
                <Avatar id={name} name={name} size={28} />
                <bdi>{name}</bdi>
              </span>
            ),
          },
          { key: "role", head: "Role", cell: () => "Member" },
          { key: "teams", head: "Teams", align: "end", cell: (name) => name.length },
        ]}
      />
    </Section>
  );
}
