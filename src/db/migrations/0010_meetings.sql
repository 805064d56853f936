-- Groups, their terms, calendar and meetings; what they owe one another; papers, what was learnt, and what the public is shown.

-- A body of the partnership. Its meetings' dates are read by everyone who reads meetings; a confidential one's content by its own people.
create table meeting_group (
  partnership_id uuid not null references partnership,
  group_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('board', 'delivery', 'working', 'task and finish', 'forum', 'panel', 'case conference', 'linked', 'related')),
  parent_id uuid,
  remit text check (length(remit) between 1 and 2000),
  -- What it handles, in the words of a list shared by all groups: overlaps are found by it (src/meetings/groups/).
  handles text[] not null default '{}',
  confidential boolean not null default false,
  -- The casework it considers.
  scheme_id uuid,
  -- The one partner that runs a linked group.
  run_by_id uuid,
  -- How many seats must be filled for a meeting to decide.
  quorum integer check (quorum > 0),
  begins date,
  ends date check (ends >= begins),
  ended_reason text,
  made_by uuid,
  made_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (partnership_id, group_id),
  foreign key (partnership_id, parent_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id),
  foreign key (partnership_id, run_by_id) references organisation (partnership_id, organisation_id),
  check (parent_id is distinct from group_id)
);

-- What a group is and was called: one full name at a time, and any number of codes and other names in use.
create table group_name (
  partnership_id uuid not null,
  group_name_id uuid not null default gen_random_uuid(),
  group_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('name', 'code', 'alias')),
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  primary key (partnership_id, group_name_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id)
);
create index group_name_of on group_name (partnership_id, group_id);
create unique index one_present_group_name on group_name (partnership_id, group_id) where kind = 'name' and valid_to is null;

-- One group took over from another, so that a thread survives it.
create table group_succession (
  partnership_id uuid not null,
  from_group_id uuid not null,
  to_group_id uuid not null,
  took_over_on date,
  note text check (length(note) between 1 and 1000),
  primary key (partnership_id, from_group_id, to_group_id),
  foreign key (partnership_id, from_group_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, to_group_id) references meeting_group (partnership_id, group_id),
  check (from_group_id <> to_group_id)
);

-- The priorities (top items of a plan) that a group delivers.
create table group_priority (
  partnership_id uuid not null,
  group_id uuid not null,
  plan_item_id uuid not null,
  since date,
  until date check (until >= since),
  primary key (partnership_id, group_id, plan_item_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);

-- A seat on a group: whose it is, in what role, and who sits in it now and for whom. One that names nobody is vacant.
create table group_seat (
  partnership_id uuid not null,
  group_seat_id uuid not null default gen_random_uuid(),
  group_id uuid not null,
  organisation_id uuid not null,
  role text not null check (role in ('chair', 'co-chair', 'facilitator', 'secretary', 'member', 'adviser')),
  post text check (length(post) between 1 and 200),
  -- The responsible authority must fill it.
  statutory boolean not null default false,
  account_id uuid,
  person text check (length(person) between 1 and 200),
  deputy_account_id uuid,
  deputy text check (length(deputy) between 1 and 200),
  since date,
  until date check (until >= since),
  version integer not null default 1,
  primary key (partnership_id, group_seat_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, organisation_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id),
  foreign key (partnership_id, deputy_account_id) references account (partnership_id, account_id)
);
create index group_seat_of on group_seat (partnership_id, group_id);
create index group_seat_by_account on group_seat (partnership_id, account_id);

-- A version of a group's terms of reference. Once adopted it is never changed. aims: text[]; attendees: text; agenda: [{title, kind, restricted}].
create table terms (
  partnership_id uuid not null,
  group_id uuid not null,
  number integer not null check (number > 0),
  introduction text not null default '',
  aims jsonb not null default '[]',
  attendees text not null default '',
  dates text not null default '',
  agenda jsonb not null default '[]',
  adopted_on date,
  adopted_by uuid,
  made_by uuid,
  made_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (partnership_id, group_id, number),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id)
);
create function keep_terms() returns trigger language plpgsql as $$
begin
  if old.adopted_on is not null then raise exception 'terms that were adopted are neither changed nor taken away: a new version is written'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger keep_terms before update or delete on terms for each row execute function keep_terms();

-- What one group owes another, and how often. content: keys of what it is drafted from (src/meetings/feeds/).
create table owed_feed (
  partnership_id uuid not null,
  owed_feed_id uuid not null default gen_random_uuid(),
  from_group_id uuid not null,
  to_group_id uuid not null,
  what text not null check (length(what) between 1 and 500),
  content text[] not null default '{}',
  every text not null check (every in ('meeting', 'month', 'quarter', 'year')),
  since date not null,
  until date check (until >= since),
  primary key (partnership_id, owed_feed_id),
  foreign key (partnership_id, from_group_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, to_group_id) references meeting_group (partnership_id, group_id),
  check (from_group_id <> to_group_id)
);

-- One answer to what is owed, for the day it is due. Once sent it is not changed.
create table feed_return (
  partnership_id uuid not null,
  owed_feed_id uuid not null,
  due_on date not null,
  body text not null default '' check (length(body) <= 50000),
  -- What it was drafted from, as it stood then.
  drawn jsonb,
  sent_at timestamptz,
  sent_by uuid,
  version integer not null default 1,
  primary key (partnership_id, owed_feed_id, due_on),
  foreign key (partnership_id, owed_feed_id) references owed_feed (partnership_id, owed_feed_id)
);
create function keep_feed_return() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null then raise exception 'what one group sent another is not changed: the next return corrects it'; end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_feed_return before update or delete on feed_return for each row execute function keep_feed_return();

-- When a group meets. recurrence: src/calendar/recurrence.ts.
create table series (
  partnership_id uuid not null,
  series_id uuid not null default gen_random_uuid(),
  group_id uuid not null,
  recurrence jsonb not null,
  begins_at text not null check (begins_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
  minutes integer not null default 90 check (minutes between 5 and 1440),
  place text check (length(place) between 1 and 200),
  online text check (length(online) between 1 and 500),
  on_holiday text not null check (on_holiday in ('next working day', 'week before', 'cancel')),
  -- Whose bank holidays it keeps: src/calendar/bank-holidays.ts.
  division text not null default 'England and Wales' check (division in ('England and Wales', 'Scotland', 'Northern Ireland')),
  starts date not null,
  ends date check (ends >= starts),
  version integer not null default 1,
  primary key (partnership_id, series_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id)
);
create index series_of on series (partnership_id, group_id);

-- A finding about how the partnership is made up that may stand, with who said so and why. subject: the finding as src/meetings/groups/findings/ knows it again.
-- It holds up to a day, or while the finding says what it said then (fingerprint).
create table set_aside_finding (
  partnership_id uuid not null references partnership,
  rule text not null check (length(rule) between 1 and 100),
  subject text not null check (length(subject) between 1 and 2000),
  reason text not null check (length(reason) between 10 and 2000),
  fingerprint text not null check (length(fingerprint) between 1 and 100),
  until date,
  set_aside_by uuid,
  set_aside_at timestamptz not null default now(),
  primary key (partnership_id, rule, subject),
  foreign key (partnership_id, set_aside_by) references account (partnership_id, account_id)
);

-- One sitting. Where and when is read by all who read meetings; all else hangs on it with its group.
create table meeting (
  partnership_id uuid not null,
  meeting_id uuid not null default gen_random_uuid(),
  group_id uuid not null,
  series_id uuid,
  -- The day the recurrence gives, where it was moved or cancelled for a holiday or a clash: never in silence.
  meant_for date,
  held_on date not null,
  begins_at text not null check (begins_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
  minutes integer not null default 90 check (minutes between 5 and 1440),
  place text check (length(place) between 1 and 200),
  online text check (length(online) between 1 and 500),
  state text not null check (state in ('planned', 'cancelled', 'under way', 'held')),
  changed_reason text check (length(changed_reason) between 1 and 500),
  minutes_state text not null default 'none' check (minutes_state in ('none', 'draft', 'with the chair', 'approved', 'issued')),
  approved_by uuid,
  approved_at timestamptz,
  made_by uuid,
  version integer not null default 1,
  primary key (partnership_id, meeting_id),
  unique (partnership_id, meeting_id, group_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id),
  foreign key (partnership_id, series_id) references series (partnership_id, series_id),
  check ((state = 'cancelled') <= (changed_reason is not null))
);
create index meeting_by_date on meeting (partnership_id, held_on);
create index meeting_of on meeting (partnership_id, group_id, held_on);
create unique index one_meeting_of_a_series on meeting (partnership_id, series_id, coalesce(meant_for, held_on), begins_at) where series_id is not null;

-- One item of an agenda, and what is minuted under it. kind: what fills it (src/meetings/agenda/). Restricted: for the group alone, whatever is issued.
create table agenda_item (
  partnership_id uuid not null,
  agenda_item_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  position numeric not null,
  title text not null check (length(title) between 1 and 300),
  kind text not null check (kind in ('welcome', 'apologies', 'confidentiality', 'interests', 'minutes', 'matters arising', 'feeds', 'plan', 'measures', 'cases', 'data', 'paper', 'discussion', 'any other business', 'next meeting')),
  restricted boolean not null default false,
  lead text check (length(lead) between 1 and 200),
  minutes_planned integer check (minutes_planned > 0),
  minuted text not null default '' check (length(minuted) <= 50000),
  minuted_by uuid,
  minuted_at timestamptz,
  version integer not null default 1,
  primary key (partnership_id, agenda_item_id),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id)
);
create index agenda_item_of on agenda_item (partnership_id, meeting_id, position);

-- A paper for a meeting: asked of somebody by a day, a file or an address within the product.
create table meeting_paper (
  partnership_id uuid not null,
  meeting_paper_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  agenda_item_id uuid,
  title text not null check (length(title) between 1 and 300),
  restricted boolean not null default false,
  asked_of uuid,
  due_on date,
  received_at timestamptz,
  received_by uuid,
  -- An edition or a feed of the product: '/editions/…'.
  address text check (address ~ '^/[a-z]'),
  file_name text,
  file_kind text,
  content bytea,
  primary key (partnership_id, meeting_paper_id),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  foreign key (partnership_id, agenda_item_id) references agenda_item (partnership_id, agenda_item_id),
  foreign key (partnership_id, asked_of) references account (partnership_id, account_id),
  check ((content is null) = (file_name is null)),
  check (content is null or address is null)
);
create index meeting_paper_of on meeting_paper (partnership_id, meeting_id);

-- Who was there: for a seat, or as a guest.
create table attendance (
  partnership_id uuid not null,
  attendance_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  restricted boolean not null default false,
  group_seat_id uuid,
  organisation_id uuid,
  name text not null check (length(name) between 1 and 200),
  state text not null check (state in ('present', 'deputy', 'apologies', 'absent')),
  accepted_statement boolean not null default false,
  version integer not null default 1,
  primary key (partnership_id, attendance_id),
  unique (partnership_id, meeting_id, group_seat_id),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  foreign key (partnership_id, group_seat_id) references group_seat (partnership_id, group_seat_id)
);

create table declared_interest (
  partnership_id uuid not null,
  declared_interest_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  restricted boolean not null default false,
  agenda_item_id uuid,
  name text not null check (length(name) between 1 and 200),
  interest text not null check (length(interest) between 1 and 1000),
  handled text not null check (handled in ('stayed and spoke', 'stayed and did not speak', 'left the room')),
  primary key (partnership_id, declared_interest_id),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  foreign key (partnership_id, agenda_item_id) references agenda_item (partnership_id, agenda_item_id)
);

-- What a meeting decided, numbered within its group and year: D3/2026.
create table decision (
  partnership_id uuid not null,
  decision_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  restricted boolean not null default false,
  agenda_item_id uuid,
  reference text not null check (reference ~ '^D[0-9]+/[0-9]{4}$'),
  kind text not null check (kind in ('decided', 'noted', 'deferred')),
  statement text not null check (length(statement) between 1 and 5000),
  -- Too few seats were filled when it was made, and the meeting was told so.
  without_quorum boolean not null default false,
  -- What was asked of the meeting, where a paper asked it: its section, its words as they then stood, and what the meeting made of them.
  paper_section_id uuid,
  asked text check (length(asked) between 1 and 1000),
  outcome text check (outcome in ('agreed', 'amended', 'not agreed')),
  made_by uuid,
  made_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (partnership_id, decision_id),
  unique (partnership_id, group_id, reference),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  foreign key (partnership_id, agenda_item_id) references agenda_item (partnership_id, agenda_item_id),
  check (asked is not null or (paper_section_id is null and outcome is null)),
  check (outcome is null or kind = 'decided')
);
create index decision_of on decision (partnership_id, meeting_id);

-- Minutes as issued: made for their readers, kept whole. audience 'group': all of them; 'partnership' and 'public': without what is restricted.
create table issued_minutes (
  partnership_id uuid not null,
  meeting_id uuid not null,
  group_id uuid not null,
  audience text not null check (audience in ('group', 'partnership', 'public')),
  issue integer not null check (issue > 0),
  restricted boolean not null generated always as (audience = 'group') stored,
  shown jsonb not null,
  correction text check (length(correction) between 1 and 2000),
  issued_at timestamptz not null default now(),
  issued_by uuid,
  primary key (partnership_id, meeting_id, audience, issue),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  check ((issue = 1) = (correction is null))
);

-- Why the chair sent a draft back. Restricted where the draft has restricted items.
create table minutes_note (
  partnership_id uuid not null,
  minutes_note_id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  group_id uuid not null,
  restricted boolean not null,
  note text not null check (length(note) between 1 and 5000),
  said_by uuid,
  said_at timestamptz not null default now(),
  primary key (partnership_id, minutes_note_id),
  foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id)
);
create index minutes_note_of on minutes_note (partnership_id, meeting_id);

-- A calendar that another program reads by an address nobody guesses: a person's own, or one group's. Dates and names of groups only.
create table calendar_address (
  partnership_id uuid not null,
  calendar_address_id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  group_id uuid,
  token_hash text not null,
  made_at timestamptz not null default now(),
  read_at timestamptz,
  revoked_at timestamptz,
  primary key (partnership_id, calendar_address_id),
  unique (partnership_id, token_hash),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id)
);

create index calendar_address_by_token on calendar_address (token_hash);

-- A campaign on the partnership's calendar, and how it will be known whether it worked.
create table campaign (
  partnership_id uuid not null references partnership,
  campaign_id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  theme text check (length(theme) between 1 and 200),
  audience text check (length(audience) between 1 and 300),
  message text check (length(message) between 1 and 2000),
  channels text[] not null default '{}',
  begins date not null,
  ends date not null check (ends >= begins),
  -- A day of the year it goes with: a key of OBSERVANCES in src/engagement/observances.ts.
  observance text,
  lead_id uuid,
  plan_item_id uuid,
  -- How many it should reach and did; who engaged; who remembers or acted. A campaign without any is a finding.
  wanted jsonb not null default '{}',
  reached jsonb not null default '{}',
  why_then text check (length(why_then) between 1 and 1000),
  made_by uuid,
  version integer not null default 1,
  primary key (partnership_id, campaign_id),
  foreign key (partnership_id, lead_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);
create index campaign_by_date on campaign (partnership_id, begins);

-- A paper: a board pack, a report to a committee, a review. Written in sections, drafted from the record, frozen as editions.
create table paper (
  partnership_id uuid not null references partnership,
  paper_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('board pack', 'committee report', 'annual review', 'strategic assessment', 'learning briefing', 'other')),
  title text not null check (length(title) between 1 and 300),
  starts date not null,
  ends date not null check (ends >= starts),
  meeting_id uuid,
  -- A committee's own heading: name of the committee, its date, whose report, what for, whom to ask.
  committee text check (length(committee) between 1 and 200),
  committee_on date,
  report_of text check (length(report_of) between 1 and 200),
  asks text not null default 'information' check (asks in ('information', 'decision')),
  contact text check (length(contact) between 1 and 300),
  summary text not null default '' check (length(summary) <= 20000),
  -- Which duty of the calendar of publications it answers, and for which of its periods: src/publications/duties/.
  duty text,
  duty_due_on date,
  made_by uuid,
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  version integer not null default 1,
  primary key (partnership_id, paper_id),
  foreign key (partnership_id, meeting_id) references meeting (partnership_id, meeting_id),
  check ((duty is null) = (duty_due_on is null))
);

-- body: paragraphs and lists as Markdown, without headings. source: what it is drafted from (src/publications/drafting/), drawn: as it stood when drafted.
create table paper_section (
  partnership_id uuid not null,
  paper_section_id uuid not null default gen_random_uuid(),
  paper_id uuid not null,
  position numeric not null,
  heading text not null check (length(heading) between 1 and 300),
  body text not null default '' check (length(body) <= 100000),
  recommendation text check (length(recommendation) between 1 and 1000),
  restricted boolean not null default false,
  source text,
  drawn jsonb,
  drafted_at timestamptz,
  -- What was drafted, to know whether anybody has written since.
  drafted text,
  version integer not null default 1,
  primary key (partnership_id, paper_section_id),
  foreign key (partnership_id, paper_id) references paper (partnership_id, paper_id)
);
create index paper_section_of on paper_section (partnership_id, paper_id, position);
alter table decision add foreign key (partnership_id, paper_section_id) references paper_section (partnership_id, paper_section_id) on delete set null (paper_section_id);

create table paper_appendix (
  partnership_id uuid not null,
  paper_appendix_id uuid not null default gen_random_uuid(),
  paper_id uuid not null,
  position numeric not null,
  title text not null check (length(title) between 1 and 300),
  restricted boolean not null default false,
  -- An edition of a plan, or a file. Neither: it is named and missing.
  edition_id uuid,
  file_name text,
  file_kind text,
  content bytea,
  primary key (partnership_id, paper_appendix_id),
  foreign key (partnership_id, paper_id) references paper (partnership_id, paper_id),
  foreign key (partnership_id, edition_id) references edition (partnership_id, edition_id),
  check ((content is null) = (file_name is null))
);

-- A paper as it was published: whole, for its own readers. It is never changed.
create table paper_edition (
  partnership_id uuid not null,
  paper_edition_id uuid not null default gen_random_uuid(),
  paper_id uuid not null,
  number integer not null check (number > 0),
  shown jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid,
  override_reason text,
  corrects integer,
  correction_note text,
  primary key (partnership_id, paper_edition_id),
  unique (partnership_id, paper_id, number),
  foreign key (partnership_id, paper_id) references paper (partnership_id, paper_id),
  check ((corrects is null) = (correction_note is null))
);

-- Which duties to publish the partnership answers, since when; or why one does not apply to it.
create table duty_setting (
  partnership_id uuid not null references partnership,
  duty text not null,
  since date not null,
  applies boolean not null default true,
  reason text check (length(reason) between 1 and 1000),
  primary key (partnership_id, duty),
  check (applies or reason is not null)
);
-- A duty answered: where, and when. address: the publication of ours that answers it, where it is one.
create table duty_answer (
  partnership_id uuid not null references partnership,
  duty text not null,
  due_on date not null,
  answered_on date not null,
  where_found text not null check (length(where_found) between 1 and 500),
  address text check (address ~ '^/(editions|paper-editions|case-review)/[0-9a-z/-]+$'),
  said_by uuid,
  primary key (partnership_id, duty, due_on)
);

-- The prescribed exchange of depersonalised information, quarter by quarter: what came of which set, and when. Nothing for a quarter is itself told.
create table exchange_return (
  partnership_id uuid not null references partnership,
  organisation_id uuid not null,
  data_set text not null,
  quarter date not null,
  received_on date,
  source_id integer,
  note text check (length(note) between 1 and 1000),
  said_by uuid,
  primary key (partnership_id, organisation_id, data_set, quarter),
  foreign key (partnership_id, organisation_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id)
);

-- A review that taught something: of a death, of a safeguarding matter, of an inspection. Named so that nobody can be told from it.
create table learning_review (
  partnership_id uuid not null references partnership,
  learning_review_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('domestic abuse related death review', 'safeguarding adult review', 'child safeguarding practice review', 'offensive weapons homicide review', 'prevent learning review', 'asb case review', 'scrutiny', 'inspection', 'other')),
  title text not null check (length(title) between 1 and 200),
  commissioned_by text check (length(commissioned_by) between 1 and 200),
  finished_on date,
  summary text not null default '' check (length(summary) <= 20000),
  group_id uuid,
  restricted boolean not null default true,
  made_by uuid,
  version integer not null default 1,
  primary key (partnership_id, learning_review_id),
  foreign key (partnership_id, group_id) references meeting_group (partnership_id, group_id)
);

-- Followed until a change was seen, not until something was done.
create table learning_recommendation (
  partnership_id uuid not null,
  learning_recommendation_id uuid not null default gen_random_uuid(),
  learning_review_id uuid not null,
  number integer not null check (number > 0),
  statement text not null check (length(statement) between 1 and 5000),
  themes text[] not null default '{}',
  owner_agency_id uuid not null,
  owner_account_id uuid,
  due_on date not null,
  -- What would show that things changed.
  wanted text not null check (length(wanted) between 1 and 2000),
  state text not null check (state in ('open', 'action done', 'change seen', 'not accepted')),
  reason text check (length(reason) between 1 and 2000),
  plan_item_id uuid,
  version integer not null default 1,
  primary key (partnership_id, learning_recommendation_id),
  unique (partnership_id, learning_review_id, number),
  foreign key (partnership_id, learning_review_id) references learning_review (partnership_id, learning_review_id),
  foreign key (partnership_id, owner_agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, owner_account_id) references account (partnership_id, account_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id),
  check ((state = 'not accepted') <= (reason is not null))
);

create table change_evidence (
  partnership_id uuid not null,
  change_evidence_id uuid not null default gen_random_uuid(),
  learning_recommendation_id uuid not null,
  seen_on date not null,
  kind text not null check (kind in ('something done', 'practice changed', 'result measured')),
  statement text not null check (length(statement) between 1 and 5000),
  measure_id uuid,
  added_by uuid,
  added_at timestamptz not null default now(),
  primary key (partnership_id, change_evidence_id),
  foreign key (partnership_id, learning_recommendation_id) references learning_recommendation (partnership_id, learning_recommendation_id),
  foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id)
);
create index change_evidence_of on change_evidence (partnership_id, learning_recommendation_id);

-- An action comes from a case, a meeting or a recommendation: one of them.
alter table action alter column case_id drop not null;
alter table action
  add column meeting_id uuid,
  add column group_id uuid,
  add column agenda_item_id uuid,
  add column restricted boolean not null default false,
  -- Numbered within its group and year, and outstanding until closed: 7/2026.
  add column reference text check (reference ~ '^[0-9]+/[0-9]{4}$'),
  add column learning_recommendation_id uuid,
  -- What changed on it, oldest first, as each stood before: [{at, by, statement?, due_on?, owner_agency_id?, owner_account_id?, state?, evidence?}]. A chasing: [{at, chased}].
  add column history jsonb not null default '[]',
  add foreign key (partnership_id, meeting_id, group_id) references meeting (partnership_id, meeting_id, group_id),
  add foreign key (partnership_id, agenda_item_id) references agenda_item (partnership_id, agenda_item_id),
  add foreign key (partnership_id, learning_recommendation_id) references learning_recommendation (partnership_id, learning_recommendation_id),
  add unique (partnership_id, group_id, reference),
  add check (num_nonnulls(case_id, meeting_id, learning_recommendation_id) = 1),
  add check ((meeting_id is null) = (group_id is null) and (meeting_id is null) = (reference is null));
create index action_of_group on action (partnership_id, group_id) where group_id is not null;

-- The partnership's public site: off until somebody gives it an address and opens it.
create table public_site (
  partnership_id uuid primary key references partnership,
  address text not null unique check (address ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(address) between 2 and 60),
  is_open boolean not null default false,
  introduction text not null default '' check (length(introduction) <= 10000),
  contact text not null default '' check (length(contact) <= 2000),
  version integer not null default 1
);
-- What was put on it: a copy made for the public, and nothing else is ever read there.
create table public_release (
  partnership_id uuid not null references partnership,
  public_release_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('plan', 'paper', 'minutes', 'figure', 'said and did', 'learning')),
  -- The plan, paper, meeting, measure or recommendation it shows; a newer release of the same takes its place.
  subject_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  shown jsonb not null,
  released_at timestamptz not null default now(),
  released_by uuid,
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 1000),
  primary key (partnership_id, public_release_id),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index public_release_of on public_release (partnership_id, kind, subject_id, released_at);

-- Groups in which this account has a seat today, or stands in for one.
create function my_groups() returns uuid[] language sql stable as $$
  select coalesce(array_agg(distinct group_id), '{}') from group_seat
  where partnership_id = current_partnership() and current_account() in (account_id, deputy_account_id)
    and coalesce(since, '-infinity') <= (now() at time zone 'Europe/London')::date and coalesce(until, 'infinity') >= (now() at time zone 'Europe/London')::date
$$;
-- Groups whose unrestricted content it reads.
create function open_groups() returns uuid[] language sql stable as $$
  select coalesce(array_agg(group_id), '{}') from meeting_group
  where partnership_id = current_partnership() and ((may('meetings.read') and not confidential) or group_id = any (my_groups()))
$$;
-- Groups it keeps the papers of: those it reads, for who keeps meetings; and those it chairs or is secretary to.
create function kept_groups() returns uuid[] language sql stable as $$
  select coalesce(array_agg(group_id), '{}') from (
    select unnest(open_groups()) as group_id where may('meetings.edit')
    union
    select group_id from group_seat where partnership_id = current_partnership() and account_id = current_account() and role in ('chair', 'co-chair', 'facilitator', 'secretary')
      and coalesce(since, '-infinity') <= (now() at time zone 'Europe/London')::date and coalesce(until, 'infinity') >= (now() at time zone 'Europe/London')::date) as k
$$;
-- Groups just made, in which nobody has a seat yet.
create function seatless_groups() returns uuid[] language sql stable as $$
  select coalesce(array_agg(g.group_id), '{}') from meeting_group g
  where g.partnership_id = current_partnership() and not exists (select from group_seat s where s.partnership_id = g.partnership_id and s.group_id = g.group_id)
$$;

do $$
declare
  t text;
begin
  foreach t in array array['meeting_group', 'group_name', 'group_succession', 'group_priority', 'group_seat', 'terms', 'owed_feed', 'feed_return', 'series', 'set_aside_finding', 'meeting', 'agenda_item', 'meeting_paper', 'attendance',
    'declared_interest', 'decision', 'issued_minutes', 'minutes_note', 'calendar_address', 'campaign', 'paper', 'paper_section', 'paper_appendix', 'paper_edition', 'duty_setting', 'duty_answer', 'exchange_return', 'learning_review',
    'learning_recommendation', 'change_evidence', 'public_site', 'public_release']
  loop
    execute format('alter table %1$I enable row level security', t);
    execute format('alter table %1$I force row level security', t);
    execute format('create policy system on %1$I using (partnership_id = (select current_partnership()) and (select is_system())) with check (partnership_id = (select current_partnership()) and (select is_system()))', t);
  end loop;

  -- Who sits where and when it meets is read by everyone who reads meetings; how a group is made up is for whoever keeps meetings.
  foreach t in array array['meeting_group', 'group_name', 'group_succession', 'group_priority', 'group_seat', 'terms', 'owed_feed', 'series', 'set_aside_finding', 'meeting', 'campaign']
  loop
    execute format('create policy read on %1$I for select using (partnership_id = (select current_partnership()) and (select may(''meetings.read'')))', t);
  end loop;
  foreach t in array array['group_succession', 'owed_feed', 'set_aside_finding', 'campaign']
  loop
    execute format('create policy keep on %1$I using (partnership_id = (select current_partnership()) and (select may(''meetings.edit''))) with check (partnership_id = (select current_partnership()) and (select may(''meetings.edit'')))', t);
  end loop;
  -- A confidential group is changed by its own people alone.
  foreach t in array array['group_name', 'group_priority', 'terms', 'series', 'meeting']
  loop
    execute format('create policy keep on %1$I using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[])) with check (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]))', t);
  end loop;

  -- What is said in a meeting.
  foreach t in array array['agenda_item', 'meeting_paper', 'attendance', 'declared_interest', 'decision', 'issued_minutes', 'minutes_note', 'action']
  loop
    execute format('create policy read_meeting on %1$I for select using (partnership_id = (select current_partnership()) and group_id = any ((select open_groups())::uuid[]) and (not restricted or group_id = any ((select my_groups())::uuid[])))', t);
    execute format('create policy minute on %1$I for insert with check (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]) and (not restricted or group_id = any ((select my_groups())::uuid[])))', t);
  end loop;
  foreach t in array array['agenda_item', 'meeting_paper', 'attendance', 'declared_interest', 'decision', 'action']
  loop
    execute format('create policy minute_again on %1$I for update using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]) and (not restricted or group_id = any ((select my_groups())::uuid[])))', t);
  end loop;
  foreach t in array array['agenda_item', 'meeting_paper', 'declared_interest']
  loop
    execute format('create policy take_out on %1$I for delete using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]) and (not restricted or group_id = any ((select my_groups())::uuid[])))', t);
  end loop;

  -- Papers: written by those who write them; what was published is read by those who read editions.
  foreach t in array array['paper', 'paper_section', 'paper_appendix']
  loop
    execute format('create policy write on %1$I using (partnership_id = (select current_partnership()) and (select may(''papers.edit''))) with check (partnership_id = (select current_partnership()) and (select may(''papers.edit'')))', t);
  end loop;
  foreach t in array array['duty_setting', 'duty_answer', 'exchange_return']
  loop
    execute format('create policy read on %1$I for select using (partnership_id = (select current_partnership()) and (select may(''papers.read'')))', t);
    execute format('create policy say on %1$I using (partnership_id = (select current_partnership()) and (select may(''papers.edit''))) with check (partnership_id = (select current_partnership()) and (select may(''papers.edit'')))', t);
  end loop;
end $$;

create policy add on meeting_group for insert with check (partnership_id = (select current_partnership()) and (select may('meetings.edit')));
create policy keep on meeting_group for update using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]));
-- A group just made has no seats: whoever made it gives the first.
create policy name_first on group_name for insert with check (partnership_id = (select current_partnership()) and (select may('meetings.edit')) and group_id = any ((select seatless_groups())::uuid[]));
create policy seat_first on group_seat for insert with check (partnership_id = (select current_partnership()) and (select may('meetings.edit')) and group_id = any ((select seatless_groups())::uuid[]));
-- None of these is asked when seats are read: kept_groups() reads them itself.
create policy give on group_seat for insert with check (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]));
create policy change on group_seat for update using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]));
create policy take on group_seat for delete using (partnership_id = (select current_partnership()) and group_id = any ((select kept_groups())::uuid[]));
-- Where all who had a seat in a confidential group are gone, the governance lead gives one.
create policy restore on group_seat for insert with check (partnership_id = (select current_partnership()) and (select may('sharing.manage')));

-- A feed is written by those who keep the group that owes it, and read by both once sent.
create policy write on feed_return using (partnership_id = (select current_partnership())
    and exists (select from owed_feed f where f.partnership_id = feed_return.partnership_id and f.owed_feed_id = feed_return.owed_feed_id and f.from_group_id = any ((select kept_groups())::uuid[])))
  with check (partnership_id = (select current_partnership())
    and exists (select from owed_feed f where f.partnership_id = feed_return.partnership_id and f.owed_feed_id = feed_return.owed_feed_id and f.from_group_id = any ((select kept_groups())::uuid[])));
create policy read on feed_return for select using (partnership_id = (select current_partnership()) and sent_at is not null
  and exists (select from owed_feed f where f.partnership_id = feed_return.partnership_id and f.owed_feed_id = feed_return.owed_feed_id and f.to_group_id = any ((select open_groups())::uuid[])));

-- An action is ended by its owner too. What it says is for those who minute: src/actions/.
create policy own on action for update using (partnership_id = (select current_partnership()) and group_id = any ((select open_groups())::uuid[])
  and (owner_account_id = (select current_account()) or (owner_account_id is null and owner_agency_id = (select current_organisation()))));
create function keep_owned_action() returns trigger language plpgsql as $$
declare
  own text[] := array['state', 'closed_on', 'closed_by', 'evidence', 'version'];
begin
  if is_system() or new.group_id is null or new.group_id = any (kept_groups()) then return new; end if;
  if to_jsonb(new) - own is distinct from to_jsonb(old) - own then raise exception 'what an action says is changed by those who minute it' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
create trigger keep_owned_action before update on action for each row execute function keep_owned_action();
-- What an action outside a case said before is kept with it, whoever changes it. Its name is after keep_owned_action's, so that it runs after it.
create function note_action_history() returns trigger language plpgsql as $$
declare
  was jsonb;
begin
  new.history := old.history;
  if new.case_id is not null then return new; end if;
  select coalesce(jsonb_object_agg(o.key, o.value), '{}') into was from jsonb_each(to_jsonb(old)) o
    where o.key in ('statement', 'due_on', 'owner_agency_id', 'owner_account_id', 'state', 'evidence', 'restricted') and o.value is distinct from to_jsonb(new) -> o.key;
  if was <> '{}' then new.history := new.history || jsonb_build_array(was || jsonb_build_object('at', now(), 'by', current_account())); end if;
  if new.chased_at is distinct from old.chased_at then new.history := new.history || jsonb_build_array(jsonb_build_object('at', now(), 'chased', true)); end if;
  return new;
end $$;
create trigger note_action_history before update on action for each row execute function note_action_history();

-- A paper asked of somebody is handed in by them.
create policy hand_in on meeting_paper for update using (partnership_id = (select current_partnership()) and asked_of = (select current_account()) and received_at is null)
  with check (partnership_id = (select current_partnership()) and asked_of = (select current_account()));
create policy asked on meeting_paper for select using (partnership_id = (select current_partnership()) and asked_of = (select current_account()));

create policy own on calendar_address using (partnership_id = (select current_partnership()) and account_id = (select current_account())) with check (partnership_id = (select current_partnership()) and account_id = (select current_account()));

create policy publish on paper_edition for insert with check (partnership_id = (select current_partnership()) and (select may('editions.publish')));
create policy read_whole on paper_edition for select using (partnership_id = (select current_partnership()) and (select may('papers.read')));

-- What was learnt: an open review is read by those who read meetings, a restricted one by its group and by those who write papers.
create policy read on learning_review for select using (partnership_id = (select current_partnership()) and (select may('meetings.read'))
  and (not restricted or (select may('papers.edit')) or group_id = any ((select my_groups())::uuid[])));
create policy keep on learning_review using (partnership_id = (select current_partnership()) and (select may('papers.edit'))) with check (partnership_id = (select current_partnership()) and (select may('papers.edit')));
create policy read on learning_recommendation for select using (partnership_id = (select current_partnership())
  and exists (select from learning_review r where r.partnership_id = learning_recommendation.partnership_id and r.learning_review_id = learning_recommendation.learning_review_id));
create policy keep on learning_recommendation using (partnership_id = (select current_partnership()) and (select may('papers.edit'))) with check (partnership_id = (select current_partnership()) and (select may('papers.edit')));
create policy read on change_evidence for select using (partnership_id = (select current_partnership())
  and exists (select from learning_recommendation r where r.partnership_id = change_evidence.partnership_id and r.learning_recommendation_id = change_evidence.learning_recommendation_id));
create policy show on change_evidence for insert with check (partnership_id = (select current_partnership())
  and exists (select from learning_recommendation r where r.partnership_id = change_evidence.partnership_id and r.learning_recommendation_id = change_evidence.learning_recommendation_id
    and ((select may('papers.edit')) or r.owner_account_id = (select current_account()) or (r.owner_account_id is null and r.owner_agency_id = (select current_organisation())))));
create policy of_learning on action for select using (partnership_id = (select current_partnership()) and learning_recommendation_id is not null
  and exists (select from learning_recommendation r where r.partnership_id = action.partnership_id and r.learning_recommendation_id = action.learning_recommendation_id));
create policy of_learning_kept on action for insert with check (partnership_id = (select current_partnership()) and learning_recommendation_id is not null and (select may('papers.edit')));
create policy of_learning_ended on action for update using (partnership_id = (select current_partnership()) and learning_recommendation_id is not null
  and ((select may('papers.edit')) or owner_account_id = (select current_account()) or (owner_account_id is null and owner_agency_id = (select current_organisation()))));

create policy read on public_site for select using (partnership_id = (select current_partnership()) and (select may('editions.read')));
create policy keep on public_site using (partnership_id = (select current_partnership()) and (select may('editions.publish'))) with check (partnership_id = (select current_partnership()) and (select may('editions.publish')));
-- Before it is known whose site it is, only its address is.
create policy find on public_site for select using ((select is_system()));
create policy read on public_release for select using (partnership_id = (select current_partnership()) and (select may('editions.read')));
create policy release on public_release for insert with check (partnership_id = (select current_partnership()) and (select may('editions.publish')));
create policy withdraw on public_release for update using (partnership_id = (select current_partnership()) and (select may('editions.publish')));
-- What was published is never changed; a release is withdrawn with a reason, once.
create function keep_release() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null or to_jsonb(new) - array['withdrawn_at', 'withdrawn_reason'] is distinct from to_jsonb(old) - array['withdrawn_at', 'withdrawn_reason']
  then raise exception 'what was released is not changed: withdraw it, and release it again'; end if;
  return new;
end $$;
create trigger keep_release before update on public_release for each row execute function keep_release();

-- Those who keep a group's papers tell its people of its meetings; a notice names the meeting and an address, and nothing that was said.
create policy add_from_meetings on notice for insert with check (partnership_id = (select current_partnership()) and starts_with(effect, 'meeting ') and (select kept_groups())::uuid[] <> '{}');
