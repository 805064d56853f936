-- The people and places cases are about, and the work done on each case.

-- One real-world person, organisation or place, as far as somebody has confirmed. It holds nothing itself: what is known of it are facts, each opened by the case it was learned in.
create table index_entry (
  partnership_id uuid not null references partnership,
  index_entry_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('person', 'organisation', 'place')),
  made_by uuid,
  made_at timestamptz not null default now(),
  primary key (partnership_id, index_entry_id)
);

create table index_fact (
  partnership_id uuid not null,
  index_fact_id uuid not null default gen_random_uuid(),
  index_entry_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('name', 'alias', 'birth', 'gender', 'phone', 'email', 'address', 'home area', 'language', 'vehicle', 'identifier', 'premises', 'need')),
  value text not null check (length(value) between 1 and 500),
  -- As far as read: { forename, surname } of a name; { postcode, building, street } of an address; { uprn, easting, northing } of a place.
  parts jsonb not null default '{}',
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  source text not null,
  agency_id uuid not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  ended_reason text,
  primary key (partnership_id, index_fact_id),
  foreign key (partnership_id, index_entry_id) references index_entry (partnership_id, index_entry_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index index_fact_of on index_fact (partnership_id, index_entry_id);
create index index_fact_by_case on index_fact (partnership_id, case_id);
-- Words of names and values, folded, for searching by equality and beginning: full-text operators cannot use an index behind a policy.
create table index_word (
  partnership_id uuid not null,
  word text collate "C" not null,
  index_fact_id uuid not null,
  index_entry_id uuid not null,
  case_id uuid not null,
  primary key (partnership_id, word, index_fact_id),
  foreign key (partnership_id, index_fact_id) references index_fact (partnership_id, index_fact_id) on delete cascade
);
create index index_word_of on index_word (partnership_id, index_fact_id);

-- What must reach nobody but its named readers. It stands in a table of its own so that no list, search or export can take it along.
create table protected_fact (
  partnership_id uuid not null,
  protected_fact_id uuid not null default gen_random_uuid(),
  index_entry_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('address', 'phone', 'email', 'school', 'workplace', 'vehicle')),
  value text not null check (length(value) between 1 and 500),
  source text not null,
  agency_id uuid not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (partnership_id, protected_fact_id),
  foreign key (partnership_id, index_entry_id) references index_entry (partnership_id, index_entry_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index protected_fact_of on protected_fact (partnership_id, case_id);
-- What a protected address, number or place would be recognised by, keyed with a secret the database does not hold: enough to stop a letter, not to read it.
create table protected_mark (
  partnership_id uuid not null,
  protected_fact_id uuid not null,
  case_id uuid not null,
  index_entry_id uuid not null,
  mark text not null,
  primary key (partnership_id, protected_fact_id, mark),
  foreign key (partnership_id, protected_fact_id) references protected_fact (partnership_id, protected_fact_id) on delete cascade
);
create index protected_mark_of on protected_mark (partnership_id, mark);

-- Two entries that somebody has said are one, until somebody says they are not.
create table index_merge (
  partnership_id uuid not null,
  index_merge_id uuid not null default gen_random_uuid(),
  kept_id uuid not null,
  merged_id uuid not null check (merged_id <> kept_id),
  case_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  merged_by uuid,
  merged_at timestamptz not null default now(),
  undone_by uuid,
  undone_at timestamptz,
  undone_reason text,
  primary key (partnership_id, index_merge_id),
  foreign key (partnership_id, kept_id) references index_entry (partnership_id, index_entry_id),
  foreign key (partnership_id, merged_id) references index_entry (partnership_id, index_entry_id)
);
create unique index one_live_merge on index_merge (partnership_id, merged_id) where undone_at is null;

create table index_link (
  partnership_id uuid not null,
  index_link_id uuid not null default gen_random_uuid(),
  from_id uuid not null,
  to_id uuid not null check (to_id <> from_id),
  case_id uuid not null,
  kind text not null check (kind in ('partner', 'former partner', 'parent', 'child', 'relative', 'neighbour', 'friend', 'works at', 'lives at', 'frequents', 'carer', 'other')),
  note text,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (partnership_id, index_link_id),
  foreign key (partnership_id, from_id) references index_entry (partnership_id, index_entry_id),
  foreign key (partnership_id, to_id) references index_entry (partnership_id, index_entry_id)
);
create index index_link_of on index_link (partnership_id, case_id);

-- What a new case has in common with one somewhere else. The holder of the other is asked to look; only for open compartments is the asker told whom to ask.
create table index_pointer (
  partnership_id uuid not null,
  index_pointer_id uuid not null default gen_random_uuid(),
  -- The case that asks, and the one that holds.
  case_id uuid not null,
  held_case_id uuid not null,
  index_entry_id uuid not null,
  held_entry_id uuid not null,
  weight numeric not null,
  shown_to_asker boolean not null,
  ask_agency_id uuid not null,
  -- Whom the holder may get in touch with: the agency that leads the case that asks.
  asking_agency_id uuid,
  found_at timestamptz not null default now(),
  answer text check (answer in ('contacted', 'nothing to share', 'not the same')),
  answered_by uuid,
  answered_at timestamptz,
  primary key (partnership_id, index_pointer_id),
  unique (partnership_id, index_entry_id, held_entry_id, case_id, held_case_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, held_case_id) references case_file (partnership_id, case_id)
);
create index index_pointer_held on index_pointer (partnership_id, held_case_id);

-- A scheme's rules are dated data with their source: criteria, risk matrix, contact standards, cohort selection (src/cases/rules/).
create table rule_set (
  partnership_id uuid not null references partnership,
  rule_set_id uuid not null default gen_random_uuid(),
  scheme_id uuid not null,
  kind text not null check (kind in ('criteria', 'risk', 'standards', 'cohort', 'review threshold')),
  version integer not null check (version > 0),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  source text not null,
  rules jsonb not null,
  made_by uuid,
  made_at timestamptz not null default now(),
  -- A version withdrawn before the day it was to hold from: kept, and never in force.
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  primary key (partnership_id, rule_set_id),
  unique (partnership_id, scheme_id, kind, version),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id),
  check ((withdrawn_at is null) = (withdrawn_reason is null)),
  -- Anti-social Behaviour, Crime and Policing Act 2014, s.104(4) and (11): a partnership lets in whoever the Act does, or more.
  check (kind <> 'review threshold' or coalesce((rules #>> '{threshold,complaints}')::integer between 1 and 3
    and (rules #>> '{threshold,monthsToComplain}')::integer >= 1 and (rules #>> '{threshold,monthsToApply}')::integer >= 6, false))
);

-- A referral being written, to be returned to; its writer's alone.
create table referral_draft (
  partnership_id uuid not null,
  referral_draft_id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  scheme_id uuid not null,
  form text not null check (form in ('short', 'full')),
  entered jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (partnership_id, referral_draft_id),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id)
);
-- A file that goes with a referral not yet sent; it is gone with the draft.
create table referral_draft_file (
  partnership_id uuid not null,
  referral_draft_file_id uuid not null default gen_random_uuid(),
  referral_draft_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null,
  hash text not null,
  content bytea not null,
  primary key (partnership_id, referral_draft_file_id),
  foreign key (partnership_id, referral_draft_id) references referral_draft (partnership_id, referral_draft_id) on delete cascade
);

-- The ask, as it was made. Whoever made it goes on seeing what they wrote and a word for where it stands.
create table referral (
  partnership_id uuid not null,
  case_id uuid not null,
  referred_by uuid,
  agency_id uuid not null,
  made_at timestamptz not null default now(),
  channel text not null check (channel in ('form', 'short form', 'batch', 'transfer', 'public', 'phone', 'paper')),
  batch_id uuid,
  reasons text not null check (length(reasons) between 1 and 20000),
  wanted text,
  consent text not null check (consent in ('given', 'not asked', 'refused')),
  consent_reason text,
  -- Facts the scheme's criteria are decided on (src/cases/rules/): { key: value }.
  facts jsonb not null default '{}',
  -- The cover's own, so that whoever referred can follow it without seeing the case.
  reference text,
  scheme_id uuid,
  outcome text check (outcome in ('accepted', 'advice given', 'belongs elsewhere')),
  -- The clauses that fired, as they were then; and the judgement, where somebody decided otherwise.
  decision jsonb,
  judgement text,
  advice text,
  advice_sent_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  primary key (partnership_id, case_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check (consent = 'given' or consent_reason is not null),
  check ((outcome is null) = (decided_at is null)),
  check (outcome is distinct from 'advice given' or advice is not null)
);
create function name_referral() returns trigger language plpgsql as $$
begin
  select c.reference, c.scheme_id into new.reference, new.scheme_id from case_file c where c.partnership_id = new.partnership_id and c.case_id = new.case_id;
  return new;
end $$;
create trigger name_referral before insert on referral for each row execute function name_referral();

create table subject (
  partnership_id uuid not null,
  subject_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  index_entry_id uuid not null,
  role text not null check (role in ('victim', 'perpetrator', 'both', 'witness', 'child', 'location', 'group', 'other')),
  resident boolean,
  home_area text,
  note text,
  added_by uuid,
  added_at timestamptz not null default now(),
  removed_at timestamptz,
  removed_reason text,
  version integer not null default 1,
  primary key (partnership_id, subject_id),
  unique (partnership_id, case_id, index_entry_id, role),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, index_entry_id) references index_entry (partnership_id, index_entry_id)
);
create index subject_of on subject (partnership_id, case_id);
create index subject_by_entry on subject (partnership_id, index_entry_id);

-- The incident diary: what happened, when it was complained of, to whom, and what they did.
create table diary_entry (
  partnership_id uuid not null,
  diary_entry_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  happened_from date not null,
  happened_to date not null check (happened_to >= happened_from),
  what text not null check (length(what) between 1 and 5000),
  behaviour text not null check (behaviour in ('harassment, alarm or distress', 'housing nuisance', 'environmental', 'crime', 'other')),
  place text,
  complained_on date,
  complained_to text,
  complained_by uuid,
  report_reference text,
  response text,
  responded_on date,
  recorded_by uuid,
  agency_id uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (partnership_id, diary_entry_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check (complained_on is null or complained_to is not null)
);
create index diary_entry_of on diary_entry (partnership_id, case_id, happened_from);

create table risk_assessment (
  partnership_id uuid not null,
  risk_assessment_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid,
  rule_set_id uuid not null,
  answers jsonb not null,
  score integer not null,
  band text not null,
  judged_band text,
  judgement text,
  assessed_on date not null,
  assessed_by uuid,
  agency_id uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, risk_assessment_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, rule_set_id) references rule_set (partnership_id, rule_set_id),
  check ((judged_band is null) = (judgement is null))
);
create index risk_assessment_of on risk_assessment (partnership_id, case_id, made_at);

create table information_request (
  partnership_id uuid not null,
  information_request_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  to_agency_id uuid not null,
  asked_by uuid,
  asked_at timestamptz not null default now(),
  question text not null check (length(question) between 1 and 5000),
  due_on date not null,
  answer text check (answer in ('contribution', 'nothing held', 'cannot share')),
  answer_note text,
  contribution_id uuid,
  answered_by uuid,
  answered_at timestamptz,
  reminded_at timestamptz,
  cancelled_at timestamptz,
  primary key (partnership_id, information_request_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, to_agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, contribution_id) references contribution (partnership_id, contribution_id),
  check ((answer is null) = (answered_at is null)),
  check (answer is distinct from 'cannot share' or answer_note is not null)
);
create index information_request_of on information_request (partnership_id, case_id);
create index information_request_waiting on information_request (partnership_id, to_agency_id, due_on) where answered_at is null;

-- Something one named owner will do by a date, wherever it was agreed.
create table action (
  partnership_id uuid not null,
  action_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  panel_id uuid,
  statement text not null check (length(statement) between 1 and 5000),
  owner_agency_id uuid not null,
  owner_account_id uuid,
  due_on date not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  closed_on date,
  closed_by uuid,
  -- What shows it was done; or why it was dropped.
  evidence text,
  made_by uuid,
  made_at timestamptz not null default now(),
  chased_at timestamptz,
  version integer not null default 1,
  primary key (partnership_id, action_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, owner_agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, owner_account_id) references account (partnership_id, account_id),
  check ((state = 'open') = (closed_on is null)),
  check (state = 'open' or evidence is not null)
);
create index action_of on action (partnership_id, case_id);
create index action_open on action (partnership_id, owner_agency_id, due_on) where state = 'open';

-- The powers ladder: what was tried, in what order, with its limits (src/cases/powers/).
create table power_use (
  partnership_id uuid not null,
  power_use_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid,
  power text not null,
  state text not null check (state in ('considered', 'applied for', 'in force', 'given', 'refused', 'ended')),
  authority text,
  decided_on date not null,
  starts date,
  ends date check (ends >= starts),
  conditions text,
  positive_requirements text,
  skipped_reason text,
  proportionality text not null check (length(proportionality) between 1 and 2000),
  -- What was made of the person's own vulnerability, homelessness among it.
  vulnerability text,
  -- When the yearly look at a young person's order was last held.
  reviewed_on date,
  recorded_by uuid,
  agency_id uuid not null,
  recorded_at timestamptz not null default now(),
  ended_on date,
  ended_reason text,
  version integer not null default 1,
  primary key (partnership_id, power_use_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index power_use_of on power_use (partnership_id, case_id);

create table power_breach (
  partnership_id uuid not null,
  power_breach_id uuid not null default gen_random_uuid(),
  power_use_id uuid not null,
  case_id uuid not null,
  breached_on date not null,
  what text not null check (length(what) between 1 and 2000),
  response text not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (partnership_id, power_breach_id),
  foreign key (partnership_id, power_use_id) references power_use (partnership_id, power_use_id)
);

create table support_offer (
  partnership_id uuid not null,
  support_offer_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid not null,
  service text not null,
  offered_on date not null,
  offered_by uuid,
  agency_id uuid not null,
  answer text check (answer in ('accepted', 'declined', 'no answer')),
  answered_on date,
  outcome text,
  primary key (partnership_id, support_offer_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index support_offer_of on support_offer (partnership_id, case_id);

-- How a person may safely be reached. What is not allowed here, no page sends.
create table safe_contact (
  partnership_id uuid not null,
  safe_contact_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid not null,
  method text not null check (method in ('phone', 'text', 'email', 'letter', 'visit', 'video')),
  allowed boolean not null,
  voicemail boolean not null default false,
  hours text,
  note text,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (partnership_id, safe_contact_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index safe_contact_of on safe_contact (partnership_id, case_id);

create table contact (
  partnership_id uuid not null,
  contact_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid not null,
  method text not null check (method in ('phone', 'text', 'email', 'letter', 'visit', 'video', 'in person')),
  at timestamptz not null,
  reached boolean not null,
  purpose text not null,
  summary text not null check (length(summary) between 1 and 5000),
  -- Why it was made by a method that the rules for safe contact forbid.
  against_rule text,
  made_by uuid,
  agency_id uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (partnership_id, contact_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index contact_of on contact (partnership_id, case_id, at);

create table case_document (
  partnership_id uuid not null,
  case_document_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  contribution_id uuid,
  name text not null check (length(name) between 1 and 200),
  kind text not null,
  bytes integer not null,
  hash text not null,
  content bytea not null,
  scanned text not null,
  added_by uuid,
  agency_id uuid not null,
  added_at timestamptz not null default now(),
  primary key (partnership_id, case_document_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, contribution_id) references contribution (partnership_id, contribution_id)
);
create index case_document_of on case_document (partnership_id, case_id);

-- A letter, from draft through the recipient check. One that names both parties, or would reach an address it must not, waits for two people.
create table letter (
  partnership_id uuid not null,
  letter_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  to_subject_id uuid,
  to_agency_id uuid,
  to_name text not null,
  to_address text,
  method text not null check (method in ('letter', 'email', 'by hand', 'text', 'phone')),
  kind text not null,
  body text not null check (length(body) between 1 and 20000),
  state text not null check (state in ('draft', 'held', 'released', 'sent', 'cancelled')),
  -- What the recipient check found, in words: [] when nothing.
  findings jsonb not null default '[]',
  written_by uuid,
  written_at timestamptz not null default now(),
  first_by uuid,
  first_reason text,
  second_by uuid check (second_by <> first_by),
  second_reason text,
  second_at timestamptz,
  sent_on date,
  sent_by uuid,
  primary key (partnership_id, letter_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check (state not in ('released', 'sent') or findings = '[]' or (first_by is not null and second_by is not null))
);
create index letter_of on letter (partnership_id, case_id);
create trigger sign_own_name before insert or update on letter for each row execute function sign_own_name('written_by', 'first_by', 'second_by', 'sent_by');

-- A case handed to another area: seen by both sides, acknowledged, and answered. The only thing that crosses partnerships.
create table transfer (
  partnership_id uuid not null,
  transfer_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  -- Whose information is handed over: its own people alone read it on this side.
  from_agency_id uuid not null,
  to_area text not null,
  to_partnership_id uuid check (to_partnership_id <> partnership_id),
  -- Whoever leads casework of this kind there receives it.
  scheme_kind text not null,
  reason text not null,
  -- What is handed over, as it was when it was sent; null for an area that does not use Wardmote.
  handed jsonb not null,
  sent_by uuid,
  sent_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  received_case_id uuid,
  outcome text check (outcome in ('accepted', 'refused', 'advice given')),
  outcome_note text,
  outcome_at timestamptz,
  recalled_at timestamptz,
  primary key (partnership_id, transfer_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index transfer_received on transfer (to_partnership_id, sent_at);

-- How it ended, and what changed.
create table closure (
  partnership_id uuid not null,
  closure_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  closed_on date not null,
  outcome text not null check (outcome in ('resolved', 'risk reduced', 'managed elsewhere', 'transferred', 'no further contact', 'not resolved')),
  what_changed text not null check (length(what_changed) between 1 and 5000),
  months_compared integer not null check (months_compared between 1 and 24),
  contacts_before integer,
  contacts_after integer,
  closed_by uuid,
  told_on date,
  -- Why it was closed with something still open.
  carried_reason text,
  reopened_at timestamptz,
  reopened_reason text,
  primary key (partnership_id, closure_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index closure_of on closure (partnership_id, case_id);

-- A look at how the work is going, and when the next is due.
create table held_review (
  partnership_id uuid not null,
  held_review_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  held_on date not null,
  note text not null check (length(note) between 1 and 5000),
  next_on date not null check (next_on > held_on),
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (partnership_id, held_review_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index held_review_of on held_review (partnership_id, case_id, held_on);

create table satisfaction (
  partnership_id uuid not null,
  satisfaction_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid not null,
  asked_on date not null,
  answered_on date,
  -- With the whole experience; null until answered.
  answer text check (answer in ('very satisfied', 'satisfied', 'neither', 'dissatisfied', 'very dissatisfied')),
  said text,
  recorded_by uuid,
  primary key (partnership_id, satisfaction_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check ((answered_on is null) = (answer is null))
);

-- The meeting of agencies, and what it says of each case. A case's part of the minutes opens with the case, so a panel's list is as long as its reader may see.
create table panel (
  partnership_id uuid not null,
  panel_id uuid not null default gen_random_uuid(),
  scheme_id uuid not null,
  held_on date not null,
  begins_at text not null check (begins_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
  place text,
  state text not null check (state in ('planned', 'under way', 'held', 'minutes issued', 'cancelled')),
  minutes_each integer not null default 15 check (minutes_each > 0),
  statement text not null,
  made_by uuid,
  version integer not null default 1,
  primary key (partnership_id, panel_id),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id)
);
create index panel_by_date on panel (partnership_id, scheme_id, held_on);

create table panel_case (
  partnership_id uuid not null,
  panel_id uuid not null,
  case_id uuid not null,
  position numeric not null,
  why text not null check (why in ('new', 'review', 'update')),
  begun_at timestamptz,
  finished_at timestamptz,
  discussion text,
  decision text,
  decided text check (decided in ('continue', 'close', 'transfer', 'refer elsewhere', 'defer')),
  typed_by uuid,
  version integer not null default 1,
  primary key (partnership_id, panel_id, case_id),
  foreign key (partnership_id, panel_id) references panel (partnership_id, panel_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index panel_case_of on panel_case (partnership_id, case_id);

create table panel_attendance (
  partnership_id uuid not null,
  panel_attendance_id uuid not null default gen_random_uuid(),
  panel_id uuid not null,
  agency_id uuid not null,
  account_id uuid,
  name text not null,
  state text not null check (state in ('present', 'apologies', 'absent')),
  -- When they accepted the confidentiality statement.
  accepted_at timestamptz,
  primary key (partnership_id, panel_attendance_id),
  foreign key (partnership_id, panel_id) references panel (partnership_id, panel_id)
);
create index panel_attendance_of on panel_attendance (partnership_id, panel_id);

-- A case's minutes as they were issued to one agency: made for that reader, kept whole. What is put right later is issued again, and says what was put right.
create table issued_minute (
  partnership_id uuid not null,
  panel_id uuid not null,
  case_id uuid not null,
  scheme_id uuid not null,
  agency_id uuid not null,
  issue integer not null default 1 check (issue > 0),
  correction text check (length(correction) between 1 and 2000),
  issued_at timestamptz not null default now(),
  issued_by uuid,
  shown jsonb not null,
  primary key (partnership_id, panel_id, case_id, agency_id, issue),
  check ((issue = 1) = (correction is null)),
  foreign key (partnership_id, panel_id) references panel (partnership_id, panel_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);

-- An application for an anti-social behaviour case review: Anti-social Behaviour, Crime and Policing Act 2014, s.104.
create table review_application (
  partnership_id uuid not null,
  case_id uuid not null,
  -- The hash of the code by which the applicant follows it.
  code_hash text not null,
  received_on date not null,
  channel text not null check (channel in ('online', 'phone', 'paper', 'email', 'in person')),
  applicant text not null check (applicant in ('victim', 'representative')),
  consent_seen_on date,
  harm text,
  wanted text,
  involvement text check (involvement in ('in person', 'online', 'by a representative', 'in writing', 'not at all')),
  point_of_contact uuid,
  acknowledged_on date,
  -- The threshold as it was computed and explained, and what was decided.
  computed jsonb,
  decision text check (decision in ('met automatically', 'met by discretion', 'not met')),
  decision_reasons jsonb,
  decided_on date,
  decided_by uuid,
  told_on date,
  met_on date,
  invited_on date,
  consulted_on date,
  outcome text,
  outcome_told_on date,
  appeal_on date,
  appeal_by text,
  appeal_outcome text,
  appeal_decided_on date,
  closed_on date,
  version integer not null default 1,
  primary key (partnership_id, case_id),
  unique (partnership_id, code_hash),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check ((decision is null) = (decided_on is null))
);

-- What the public sent that looks like a flood, held until an officer lets it in or puts it by. Nothing is thrown away: it is somebody's until a person says otherwise.
create table review_quarantine (
  partnership_id uuid not null references partnership,
  review_quarantine_id uuid not null default gen_random_uuid(),
  scheme_id uuid not null,
  code_hash text not null,
  received_on date not null,
  received_at timestamptz not null default now(),
  why text not null check (why in ('hidden field filled in', 'many from one place')),
  -- What the form read; null once it is a case of its own.
  application jsonb,
  outcome text check (outcome in ('released', 'discarded')),
  reason text,
  settled_by uuid,
  settled_at timestamptz,
  case_id uuid,
  primary key (partnership_id, review_quarantine_id),
  unique (partnership_id, code_hash),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check ((outcome is null) = (settled_at is null) and (outcome is null) = (reason is null)),
  check ((outcome is not distinct from 'released') = (case_id is not null) and (case_id is null) = (application is not null))
);

create table review_recommendation (
  partnership_id uuid not null,
  review_recommendation_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  to_agency_id uuid,
  to_body text not null,
  statement text not null check (length(statement) between 1 and 5000),
  made_on date not null,
  due_on date,
  response text check (response in ('accepted', 'not accepted')),
  response_reason text,
  carried_out_on date,
  evidence text,
  primary key (partnership_id, review_recommendation_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);

-- A victim who has reported twice in six months is told of the case review: once for each pair of reports.
create table review_notice (
  partnership_id uuid not null,
  review_notice_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  subject_id uuid not null,
  second_report_on date not null,
  told_on date,
  told_how text,
  told_by uuid,
  primary key (partnership_id, review_notice_id),
  unique (partnership_id, case_id, subject_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);

do $$
declare
  t text;
  opens text := 'exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id)';
  works text := 'exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.stage in (''referred'', ''open'') and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))';
  -- Some things are still said of a case that has ended: satisfaction, an acknowledgement, an appeal.
  belongs text := 'exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))';
begin
  foreach t in array array['index_entry', 'index_fact', 'index_word', 'protected_fact', 'protected_mark', 'index_merge', 'index_link', 'index_pointer', 'rule_set', 'referral_draft', 'referral_draft_file', 'referral', 'subject',
    'diary_entry', 'risk_assessment', 'information_request', 'action', 'power_use', 'power_breach', 'support_offer', 'safe_contact', 'contact', 'case_document', 'letter', 'transfer', 'closure', 'held_review',
    'satisfaction', 'panel', 'panel_case', 'panel_attendance', 'issued_minute', 'review_application', 'review_recommendation', 'review_notice', 'review_quarantine']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system on %I using (partnership_id = (select current_partnership()) and (select is_system())) with check (partnership_id = (select current_partnership()) and (select is_system()))', t);
  end loop;
  -- Read with the case; added to and changed by those who take part, while it is worked.
  foreach t in array array['index_fact', 'index_word', 'protected_mark', 'index_merge', 'index_link', 'referral', 'subject', 'diary_entry', 'risk_assessment', 'information_request', 'action', 'power_use',
    'power_breach', 'support_offer', 'safe_contact', 'contact', 'letter', 'panel_case', 'review_application', 'review_recommendation', 'review_notice', 'closure', 'held_review', 'satisfaction', 'transfer']
  loop
    execute format('create policy read on %1$I for select using (partnership_id = (select current_partnership()) and ' || opens || ')', t);
    execute format('create policy add on %1$I for insert with check (partnership_id = (select current_partnership()) and ' ||
      case when t in ('review_application', 'review_recommendation', 'review_notice', 'closure', 'satisfaction', 'transfer', 'letter', 'action') then belongs else works end || ')', t);
    execute format('create policy change on %1$I for update using (partnership_id = (select current_partnership()) and ' ||
      case when t in ('review_application', 'review_recommendation', 'review_notice', 'closure', 'satisfaction', 'transfer', 'letter', 'action') then belongs else works end || ')', t);
  end loop;
end $$;
create policy forget on index_word for delete using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = index_word.partnership_id and c.case_id = index_word.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));

-- An entry is there for whoever sees a case it is a subject of, or a fact about it.
create policy read on index_entry for select using (partnership_id = (select current_partnership())
  and (exists (select from subject s where s.partnership_id = index_entry.partnership_id and s.index_entry_id = index_entry.index_entry_id)
    or exists (select from index_fact f where f.partnership_id = index_entry.partnership_id and f.index_entry_id = index_entry.index_entry_id)));
create policy add on index_entry for insert with check (partnership_id = (select current_partnership()) and ((select may('cases.refer')) or (select may('cases.work'))) and made_by = (select current_account()));

-- To answer a request about somebody, the governance lead finds them by name and birth, and sees which cases hold them, never the file.
create policy govern on index_fact for select using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and kind in ('name', 'alias', 'birth') and case_id <> all ((select shut_cases())::uuid[]));
-- So that everything disclosed about a person is found under each entry said to be theirs.
create policy govern on index_merge for select using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy govern on subject for select using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));

-- Whoever refers says who and what it is about, in the same act.
do $$
declare
  t text;
begin
  foreach t in array array['index_fact', 'index_word', 'subject', 'referral', 'diary_entry', 'protected_fact', 'protected_mark', 'safe_contact', 'case_document']
  loop
    execute format('create policy refer on %1$I for insert with check (partnership_id = (select current_partnership()) and (select may(''cases.refer''))
      and exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.made_by = (select current_account()) and c.made_at = (select now())))', t);
  end loop;
end $$;
create policy own on referral for select using (partnership_id = (select current_partnership()) and (select may('cases.refer')) and referred_by = (select current_account()) and case_id <> all ((select shut_cases())::uuid[]));
create policy own on referral_draft using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and (select may('cases.refer')))
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account()) and (select may('cases.refer')));
create policy own on referral_draft_file using (partnership_id = (select current_partnership()) and exists (select from referral_draft d where d.partnership_id = referral_draft_file.partnership_id and d.referral_draft_id = referral_draft_file.referral_draft_id))
  with check (partnership_id = (select current_partnership()) and exists (select from referral_draft d where d.partnership_id = referral_draft_file.partnership_id and d.referral_draft_id = referral_draft_file.referral_draft_id));

-- Protected fields: their named readers, who still see the case in the ordinary way. Emergency access does not open them, and no role does.
create policy read on protected_fact for select using (partnership_id = (select current_partnership())
  and exists (select from protected_reader r where r.partnership_id = protected_fact.partnership_id and r.case_id = protected_fact.case_id and r.account_id = (select current_account()) and r.ended_at is null)
  and exists (select from case_file c where c.partnership_id = protected_fact.partnership_id and c.case_id = protected_fact.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
create policy add on protected_fact for insert with check (partnership_id = (select current_partnership()) and recorded_by = (select current_account()) and agency_id = (select current_agency())
  and exists (select from case_file c where c.partnership_id = protected_fact.partnership_id and c.case_id = protected_fact.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
create policy finish on protected_fact for update using (partnership_id = (select current_partnership())
  and exists (select from protected_reader r where r.partnership_id = protected_fact.partnership_id and r.case_id = protected_fact.case_id and r.account_id = (select current_account()) and r.ended_at is null)
  and exists (select from case_file c where c.partnership_id = protected_fact.partnership_id and c.case_id = protected_fact.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
-- Whoever recorded a protected field goes on reading it.
create policy read_back on protected_fact for select using (partnership_id = (select current_partnership()) and recorded_by = (select current_account())
  and exists (select from case_file c where c.partnership_id = protected_fact.partnership_id and c.case_id = protected_fact.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));

-- A pointer is answered by those who hold the other case, and shown to the asker only where its compartment is open; never to one shut out of either.
create policy held on index_pointer for select using (partnership_id = (select current_partnership()) and case_id <> all ((select shut_cases())::uuid[])
  and exists (select from case_file c where c.partnership_id = index_pointer.partnership_id and c.case_id = index_pointer.held_case_id));
create policy answer on index_pointer for update using (partnership_id = (select current_partnership()) and case_id <> all ((select shut_cases())::uuid[])
  and exists (select from case_file c where c.partnership_id = index_pointer.partnership_id and c.case_id = index_pointer.held_case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
create policy asker on index_pointer for select using (partnership_id = (select current_partnership()) and shown_to_asker and held_case_id <> all ((select shut_cases())::uuid[])
  and exists (select from case_file c where c.partnership_id = index_pointer.partnership_id and c.case_id = index_pointer.case_id));

create policy read on rule_set for select using (partnership_id = (select current_partnership()) and ((select may('cases.refer')) or (select may('cases.work')) or (select may('sharing.manage'))));
create policy add on rule_set for insert with check (partnership_id = (select current_partnership()) and ((select may('sharing.manage')) or scheme_id = any ((select led_schemes())::uuid[])));
create policy change on rule_set for update using (partnership_id = (select current_partnership()) and ((select may('sharing.manage')) or scheme_id = any ((select led_schemes())::uuid[])));
-- A version is not changed once written: the next one ends it, or it is withdrawn before its day.
create function keep_rule_version() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['valid_to', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'] is distinct from to_jsonb(old) - array['valid_to', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason']
  then raise exception 'a version of rules is not changed; the next one is written';
  end if;
  if new.withdrawn_at is distinct from old.withdrawn_at and (old.withdrawn_at is not null or old.valid_from <= (now() at time zone 'Europe/London')::date)
  then raise exception 'only a version that does not hold yet is withdrawn, and only once';
  end if;
  return new;
end $$;
create trigger keep_rule_version before update on rule_set for each row execute function keep_rule_version();
create trigger sign_own_name before update on rule_set for each row execute function sign_own_name('withdrawn_by');

-- What waits is there for those of the scheme's host who work in it, who would open its case; once it is a case, it opens with that.
create policy read on review_quarantine for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = review_quarantine.partnership_id and c.case_id = review_quarantine.case_id));
create policy waiting on review_quarantine for select using (partnership_id = (select current_partnership()) and case_id is null and scheme_id = any ((select own_schemes())::uuid[])
  and exists (select from scheme s where s.partnership_id = review_quarantine.partnership_id and s.scheme_id = review_quarantine.scheme_id and s.host_agency_id = (select current_agency())));
create policy settle on review_quarantine for update using (partnership_id = (select current_partnership()) and case_id is null and scheme_id = any ((select own_schemes())::uuid[])
  and exists (select from scheme s where s.partnership_id = review_quarantine.partnership_id and s.scheme_id = review_quarantine.scheme_id and s.host_agency_id = (select current_agency())))
  with check (partnership_id = (select current_partnership()) and scheme_id = any ((select own_schemes())::uuid[])
  and exists (select from scheme s where s.partnership_id = review_quarantine.partnership_id and s.scheme_id = review_quarantine.scheme_id and s.host_agency_id = (select current_agency())));
create trigger sign_own_name before update on review_quarantine for each row execute function sign_own_name('settled_by');

-- A document goes with the contribution it belongs to, or with the case.
create policy read on case_document for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = case_document.partnership_id and c.case_id = case_document.case_id)
  and (contribution_id is null or exists (select from contribution b where b.partnership_id = case_document.partnership_id and b.contribution_id = case_document.contribution_id)));
create policy add on case_document for insert with check (partnership_id = (select current_partnership()) and added_by = (select current_account())
  and exists (select from case_file c where c.partnership_id = case_document.partnership_id and c.case_id = case_document.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
-- An agency puts files with what it said itself, and with nobody else's words.
create policy own_words on case_document as restrictive for insert with check ((select is_system()) or contribution_id is null or exists (select from contribution b
  where b.partnership_id = case_document.partnership_id and b.contribution_id = case_document.contribution_id and b.case_id = case_document.case_id and b.agency_id = (select current_agency()) and b.agency_id = case_document.agency_id));

-- The meeting itself is known to all who work in its scheme; its cases only to those who see each.
create policy read on panel for select using (partnership_id = (select current_partnership()) and scheme_id = any ((select own_schemes())::uuid[]));
create policy lead_adds on panel for insert with check (partnership_id = (select current_partnership()) and scheme_id = any ((select led_schemes())::uuid[]));
create policy lead_changes on panel for update using (partnership_id = (select current_partnership()) and scheme_id = any ((select led_schemes())::uuid[]));
create policy take_off on panel_case for delete using (partnership_id = (select current_partnership()) and begun_at is null
  and exists (select from case_file c where c.partnership_id = panel_case.partnership_id and c.case_id = panel_case.case_id and c.scheme_id = any ((select led_schemes())::uuid[])));
create policy read on panel_attendance for select using (partnership_id = (select current_partnership())
  and exists (select from panel p where p.partnership_id = panel_attendance.partnership_id and p.panel_id = panel_attendance.panel_id));
create policy lead_adds on panel_attendance for insert with check (partnership_id = (select current_partnership())
  and exists (select from panel p where p.partnership_id = panel_attendance.partnership_id and p.panel_id = panel_attendance.panel_id and p.scheme_id = any ((select led_schemes())::uuid[])));
create policy lead_changes on panel_attendance for update using (partnership_id = (select current_partnership())
  and exists (select from panel p where p.partnership_id = panel_attendance.partnership_id and p.panel_id = panel_attendance.panel_id and p.scheme_id = any ((select led_schemes())::uuid[])));
create policy accept on panel_attendance for update using (partnership_id = (select current_partnership()) and account_id = (select current_account()))
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account()));
create policy come on panel_attendance for insert with check (partnership_id = (select current_partnership()) and account_id = (select current_account()) and agency_id = (select current_agency())
  and exists (select from panel p where p.partnership_id = panel_attendance.partnership_id and p.panel_id = panel_attendance.panel_id));

create policy read on issued_minute for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = issued_minute.partnership_id and c.case_id = issued_minute.case_id
    and (issued_minute.agency_id = (select current_agency()) or c.scheme_id = any ((select led_schemes())::uuid[]))));
create policy issue on issued_minute for insert with check (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = issued_minute.partnership_id and c.case_id = issued_minute.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties) and c.scheme_id = any ((select led_schemes())::uuid[])));

-- The area a case is sent to sees what was sent, and says what became of it.
create policy received on transfer for select using (to_partnership_id = (select current_partnership()) and recalled_at is null and (select may('cases.receive'))
  and exists (select from scheme s where s.partnership_id = transfer.to_partnership_id and s.kind = transfer.scheme_kind and s.scheme_id = any ((select led_schemes())::uuid[])));
create policy acknowledge on transfer for update using (to_partnership_id = (select current_partnership()) and recalled_at is null and (select may('cases.receive'))
  and exists (select from scheme s where s.partnership_id = transfer.to_partnership_id and s.kind = transfer.scheme_kind and s.scheme_id = any ((select led_schemes())::uuid[])));
-- Handing a case over, and closing it, are for those who lead it.
do $$
declare
  t text;
begin
  foreach t in array array['transfer', 'closure']
  loop
    execute format('create policy lead_decides on %1$I as restrictive for insert with check ((select is_system()) or exists (select from case_file c
      where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.scheme_id = any ((select led_schemes())::uuid[])))', t);
  end loop;
end $$;
-- What is handed over is one agency's own; the other agencies of the case learn of it from the register.
create policy own_agency on transfer as restrictive for select using ((select is_system()) or to_partnership_id = (select current_partnership()) or from_agency_id = (select current_agency()));
create policy own_agency_hands on transfer as restrictive for insert with check ((select is_system()) or from_agency_id = (select current_agency()));
-- Neither side changes what was handed over, nor answers for the other: recalling is for those who sent it, before it is acknowledged; the answer is for those it was sent to.
create function keep_transfer() returns trigger language plpgsql as $$
declare
  answer text[] := array['acknowledged_at', 'acknowledged_by', 'received_case_id', 'outcome', 'outcome_note', 'outcome_at'];
  own text[];
begin
  if is_system() then return new; end if;
  own := case
    when old.to_partnership_id is null then answer || 'recalled_at'::text
    when current_partnership() = old.to_partnership_id then answer
    else array['recalled_at'] end;
  if to_jsonb(new) - own is distinct from to_jsonb(old) - own then raise exception 'what was handed over is not changed'; end if;
  if new.recalled_at is distinct from old.recalled_at and (old.acknowledged_at is not null or old.recalled_at is not null) then raise exception 'a transfer that was acknowledged is not changed'; end if;
  return new;
end $$;
create trigger keep_transfer before update on transfer for each row execute function keep_transfer();

-- How many of what in each month of each scheme, without anything of anybody: the figures that leave casework. Counted anew by a job, as the system.
create table case_count (
  partnership_id uuid not null,
  scheme_id uuid not null,
  month date not null,
  figure text not null,
  part text not null,
  n integer not null check (n >= 0),
  primary key (partnership_id, scheme_id, month, figure, part),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id)
);
alter table case_count enable row level security;
alter table case_count force row level security;
create policy system on case_count using (partnership_id = (select current_partnership()) and (select is_system())) with check (partnership_id = (select current_partnership()) and (select is_system()));
create policy read on case_count for select using (partnership_id = (select current_partnership()) and (select may('measures.read')));
-- Whose figures they are: those who read figures read the names of schemes.
create policy read_for_figures on scheme for select using (partnership_id = (select current_partnership()) and (select may('measures.read')));
