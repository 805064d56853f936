-- Who may see what of a case. The rule is src/sharing/gate.ts; the policies below are the same clauses, in the same order, under the same names.

-- A kind of casework: for what purpose it shares, how shut it is, and how long it keeps.
create table scheme (
  partnership_id uuid not null references partnership,
  scheme_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('community marac', 'asb victims', 'asb perpetrators', 'asb case review', 'domestic abuse marac', 'offender management', 'channel')),
  name text not null check (length(name) between 1 and 200),
  -- A key of PURPOSES in src/sharing/law.ts.
  purpose text not null,
  -- Open: others in the partnership may be told that an agency holds something, and whom to ask. Closed: not even that.
  compartment text not null check (compartment in ('open', 'closed')),
  host_agency_id uuid not null,
  begins date not null,
  ends date check (ends >= begins),
  review_weeks integer not null default 12 check (review_weeks > 0),
  keep_months integer not null default 72 check (keep_months > 0),
  primary key (partnership_id, scheme_id),
  foreign key (partnership_id, host_agency_id) references organisation (partnership_id, organisation_id)
);

-- Who does a scheme's work: case workers, the coordinator, its chairs. A chair and a coordinator lead its cases.
create table scheme_member (
  partnership_id uuid not null,
  scheme_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('worker', 'coordinator', 'chair')),
  given_by uuid,
  given_at timestamptz not null default now(),
  primary key (partnership_id, scheme_id, account_id),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id)
);
create index scheme_member_of on scheme_member (partnership_id, account_id);

-- A sharing agreement. It opens a gate on the days it runs, between agencies that have signed it, for its purposes; on any other day it opens nothing.
create table agreement (
  partnership_id uuid not null references partnership,
  agreement_id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  purposes text[] not null,
  -- Keys of GATEWAYS and DATA_CLASSES in src/sharing/law.ts.
  gateways text[] not null,
  data_classes text[] not null,
  retention text not null,
  assessment_link text,
  starts date not null,
  ends date check (ends >= starts),
  review_on date not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  document_name text,
  document bytea,
  replaces uuid,
  made_by uuid,
  made_at timestamptz not null default now(),
  primary key (partnership_id, agreement_id),
  foreign key (partnership_id, replaces) references agreement (partnership_id, agreement_id),
  check ((withdrawn_at is null) = (withdrawn_reason is null)),
  check ((document is null) = (document_name is null))
);

create table agreement_party (
  partnership_id uuid not null,
  agreement_id uuid not null,
  agency_id uuid not null,
  signed_at timestamptz,
  signed_by uuid,
  -- Who signed for the agency, when it was on paper.
  signatory text,
  left_at timestamptz,
  primary key (partnership_id, agreement_id, agency_id),
  foreign key (partnership_id, agreement_id) references agreement (partnership_id, agreement_id),
  foreign key (partnership_id, agency_id) references organisation (partnership_id, organisation_id),
  check (left_at is null or signed_at is not null)
);
create index agreement_party_by_agency on agreement_party (partnership_id, agency_id);

-- The cover of a case: what the gate needs to know of it and nothing about anyone. Everything in the file hangs on it and opens with it.
create table case_file (
  partnership_id uuid not null references partnership,
  case_id uuid not null default gen_random_uuid(),
  scheme_id uuid not null,
  -- Random, so that it tells neither how many there are nor in what order: src/sharing/reference.ts.
  reference text not null check (reference ~ '^[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
  stage text not null check (stage in ('referred', 'open', 'advised', 'elsewhere', 'transferred', 'closed', 'erased')),
  lead_agency_id uuid not null,
  -- Agencies that take part now, the lead agency among them; kept by the trigger on case_party.
  parties uuid[] not null,
  door text not null generated always as (scheme_id::text || ':' || lead_agency_id::text) stored,
  about text not null check (about in ('victim', 'perpetrator', 'location', 'emerging issue')),
  resident boolean,
  referred_on date not null,
  opened_on date,
  review_on date,
  closed_on date,
  keep_until date,
  made_by uuid,
  made_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (partnership_id, case_id),
  unique (partnership_id, reference),
  unique (partnership_id, case_id, scheme_id),
  foreign key (partnership_id, scheme_id) references scheme (partnership_id, scheme_id),
  foreign key (partnership_id, lead_agency_id) references organisation (partnership_id, organisation_id)
);
create index case_file_by_stage on case_file (partnership_id, scheme_id, stage, review_on);

-- An agency takes part from a moment to a moment, on a ground.
create table case_party (
  partnership_id uuid not null,
  case_id uuid not null,
  agency_id uuid not null,
  joined_at timestamptz not null default now(),
  asked_by uuid,
  reason text not null check (length(reason) between 1 and 1000),
  left_at timestamptz,
  left_reason text,
  primary key (partnership_id, case_id, agency_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, agency_id) references organisation (partnership_id, organisation_id),
  check ((left_at is null) = (left_reason is null))
);

-- Shut out by name: a conflict of interest, declared or decided. For the one named, the case is not there.
create table case_exclusion (
  partnership_id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  declared_by uuid,
  declared_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_reason text,
  primary key (partnership_id, case_id, account_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id),
  check ((lifted_at is null) = (lifted_reason is null))
);
create index case_exclusion_of on case_exclusion (partnership_id, account_id) where lifted_at is null;

-- Who, by name, may read the protected fields of a case (safe addresses and the like).
create table protected_reader (
  partnership_id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  given_by uuid,
  given_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_reason text,
  primary key (partnership_id, case_id, account_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id)
);

-- Emergency access: for a reason, for at most an hour, told at once to those who must know, and reviewed.
create table break_glass (
  partnership_id uuid not null,
  break_glass_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  account_id uuid not null,
  agency_id uuid not null,
  ground text not null check (ground in ('consent', 'law', 'danger to life')),
  reason text not null check (length(reason) between 20 and 2000),
  opened_at timestamptz not null default now(),
  ends_at timestamptz not null check (ends_at > opened_at and ends_at <= opened_at + interval '60 minutes'),
  ended_at timestamptz,
  review_due date not null,
  reviewed_at timestamptz,
  reviewed_by uuid check (reviewed_by <> account_id),
  finding text check (finding in ('justified', 'not justified')),
  note text,
  escalated_at timestamptz,
  primary key (partnership_id, break_glass_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id),
  foreign key (partnership_id, agency_id) references organisation (partnership_id, organisation_id),
  check ((reviewed_at is null) = (finding is null) and (reviewed_at is null) = (reviewed_by is null))
);
create index break_glass_live on break_glass (partnership_id, account_id, ends_at);

-- What one agency says in a case: whose it is, why it may be said, to whom, and of whom in what standing. Never changed; a correction replaces it.
create table contribution (
  partnership_id uuid not null,
  contribution_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  scheme_id uuid not null,
  agency_id uuid not null,
  door text not null generated always as (scheme_id::text || ':' || agency_id::text) stored,
  written_by uuid,
  written_at timestamptz not null default now(),
  audience text not null check (audience in ('case lead', 'panel', 'named agencies', 'one agency', 'publication')),
  named_agencies uuid[] not null default '{}',
  purpose text not null,
  gateway text not null,
  -- Whose information it is, when not the agency's own: a hospital's, a school's.
  information_of text,
  nature text not null check (nature in ('fact', 'opinion')),
  -- Data Protection Act 2018, s.38(3); null when it is about no person.
  subject_id uuid,
  standing text check (standing in ('suspect', 'convicted', 'victim', 'witness', 'other')),
  regime text not null check (regime in ('UK GDPR', 'Part 3')),
  necessity text not null check (length(necessity) between 1 and 2000),
  statement text not null check (length(statement) between 1 and 50000),
  replaced_by uuid,
  replaced_reason text,
  primary key (partnership_id, contribution_id),
  foreign key (partnership_id, case_id, scheme_id) references case_file (partnership_id, case_id, scheme_id),
  foreign key (partnership_id, agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, replaced_by) references contribution (partnership_id, contribution_id),
  check ((audience = 'one agency') <= (cardinality(named_agencies) = 1)),
  check ((audience = 'named agencies') <= (cardinality(named_agencies) >= 1)),
  check ((subject_id is null) = (standing is null))
);
create index contribution_of on contribution (partnership_id, case_id, written_at);
create index contribution_by_agency on contribution (partnership_id, agency_id);

-- Who looked at what, on what clause of the gate: one row for the cover and one for each contribution shown, in the transaction that shows it.
create table access_entry (
  partnership_id uuid not null,
  access_entry_id bigint not null generated always as identity,
  at timestamptz not null default clock_timestamp(),
  account_id uuid not null,
  agency_id uuid not null,
  case_id uuid not null,
  scheme_id uuid not null,
  part text not null check (part in ('file', 'contribution', 'protected', 'document', 'list', 'export', 'minutes', 'search')),
  contribution_id uuid,
  -- Whose information was shown.
  holder_agency_id uuid not null,
  clause text not null,
  break_glass_id uuid,
  primary key (partnership_id, access_entry_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);
create index access_entry_by_case on access_entry (partnership_id, case_id, at desc);
create index access_entry_by_holder on access_entry (partnership_id, holder_agency_id, at desc);
create index access_entry_by_account on access_entry (partnership_id, account_id, at desc);

-- The register: each act of sharing, to whom, on what ground, why it was needed and in proportion, who decided, and until when.
create table disclosure (
  partnership_id uuid not null,
  disclosure_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  case_reference text not null,
  kind text not null check (kind in ('view granted', 'document issued', 'minutes sent', 'export', 'word of mouth', 'transfer', 'request answered')),
  -- What was shared, in words that name nobody; the people are in disclosure_person.
  what text not null check (length(what) between 1 and 2000),
  from_agency_id uuid not null,
  to_agency_id uuid,
  -- Somebody outside the partnership's own agencies.
  to_other text,
  -- Who asked for it, by their post; null when nobody did.
  requested_by text check (length(requested_by) <= 200),
  purpose text not null,
  gateway text not null,
  condition text,
  regime text not null check (regime in ('UK GDPR', 'Part 3')),
  consent text not null check (consent in ('given', 'not asked', 'refused', 'not needed')),
  consent_reason text,
  necessity text not null check (length(necessity) between 1 and 2000),
  proportionality text not null check (length(proportionality) between 1 and 2000),
  agreement_id uuid,
  decided_by uuid,
  disclosed_at timestamptz not null default now(),
  recorded_at timestamptz not null default now(),
  expires_on date,
  ended_at timestamptz,
  contribution_id uuid,
  letter_id uuid,
  primary key (partnership_id, disclosure_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  foreign key (partnership_id, from_agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, to_agency_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, agreement_id) references agreement (partnership_id, agreement_id),
  check (to_agency_id is not null or to_other is not null),
  check (consent in ('given', 'not needed') or consent_reason is not null)
);
create index disclosure_of on disclosure (partnership_id, case_id, disclosed_at);

create table disclosure_person (
  partnership_id uuid not null,
  disclosure_id uuid not null,
  case_id uuid not null,
  index_entry_id uuid not null,
  primary key (partnership_id, disclosure_id, index_entry_id),
  foreign key (partnership_id, disclosure_id) references disclosure (partnership_id, disclosure_id)
);
create index disclosure_person_of on disclosure_person (partnership_id, index_entry_id);

-- A correction, told to each who was given what it corrects, until each says it has been put right there too.
create table correction_notice (
  partnership_id uuid not null,
  correction_notice_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  disclosure_id uuid not null,
  contribution_id uuid,
  what text not null check (length(what) between 1 and 2000),
  made_by uuid,
  made_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  -- A recipient outside, who cannot say so here, was told by this means on this day.
  told_how text check (told_how in ('letter', 'phone', 'email', 'in person')),
  told_on date,
  primary key (partnership_id, correction_notice_id),
  foreign key (partnership_id, disclosure_id) references disclosure (partnership_id, disclosure_id),
  check ((told_how is null) = (told_on is null))
);
create index correction_notice_of on correction_notice (partnership_id, disclosure_id);

-- Keeping and erasing. A hold stops erasing; erasing takes two people.
create table legal_hold (
  partnership_id uuid not null,
  legal_hold_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  placed_by uuid,
  placed_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by uuid,
  lifted_reason text,
  primary key (partnership_id, legal_hold_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id)
);

create table erasure (
  partnership_id uuid not null,
  erasure_id uuid not null default gen_random_uuid(),
  case_id uuid not null,
  case_reference text not null,
  decision text not null check (decision in ('erase', 'keep')),
  reason text not null check (length(reason) between 1 and 1000),
  keep_until date,
  asked_by uuid not null,
  asked_at timestamptz not null default now(),
  agreed_by uuid check (agreed_by <> asked_by),
  agreed_at timestamptz,
  refused_at timestamptz,
  done_at timestamptz,
  primary key (partnership_id, erasure_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check ((decision = 'keep') = (keep_until is not null)),
  check (done_at is null or decision = 'keep' or agreed_at is not null)
);

-- Cases that have ended and been kept as long as their scheme says: noted by the system, so that the governance lead may know of each by its reference alone.
create table keeping_review (
  partnership_id uuid not null,
  case_id uuid not null,
  case_reference text not null,
  scheme_id uuid not null,
  ended_on date not null,
  keep_until date not null,
  noted_at timestamptz not null default now(),
  primary key (partnership_id, case_id),
  foreign key (partnership_id, case_id, scheme_id) references case_file (partnership_id, case_id, scheme_id)
);

-- What is given in answer to a subject access or freedom of information request: each thing kept with what was held back and why. Two people release it.
create table release_pack (
  partnership_id uuid not null references partnership,
  release_pack_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('subject access', 'freedom of information')),
  requester text not null,
  index_entry_id uuid,
  received_on date not null,
  due_on date not null,
  state text not null check (state in ('building', 'awaiting second', 'released', 'refused')),
  made_by uuid not null,
  made_at timestamptz not null default now(),
  first_by uuid,
  first_at timestamptz,
  second_by uuid check (second_by <> first_by),
  second_at timestamptz,
  answer text,
  primary key (partnership_id, release_pack_id),
  check (state <> 'released' or (first_by is not null and second_by is not null))
);

create table release_item (
  partnership_id uuid not null,
  release_pack_id uuid not null,
  item_no integer not null check (item_no > 0),
  case_id uuid,
  source_kind text not null,
  source_id uuid,
  summary text not null,
  content text not null,
  -- Held back unless somebody decides otherwise, with the exemption; existence itself, where saying so would tell.
  decision text not null check (decision in ('give', 'withhold', 'withhold existence')),
  exemption text,
  decided_by uuid,
  -- How many of the two who release have let it pass as it stands. One of them who may not see it cannot.
  passed integer not null default 0 check (passed between 0 and 2),
  primary key (partnership_id, release_pack_id, item_no),
  foreign key (partnership_id, release_pack_id) references release_pack (partnership_id, release_pack_id),
  check (decision = 'give' or exemption is not null)
);

-- The leads of a case that holds the person are asked what of it could answer a request. They are told its kind and its day, and never who asks.
create table release_case (
  partnership_id uuid not null,
  release_pack_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('subject access', 'freedom of information')),
  -- Of whom; null when it is of nobody in particular.
  index_entry_id uuid,
  due_on date not null,
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid,
  offered integer check (offered >= 0),
  primary key (partnership_id, release_pack_id, case_id),
  foreign key (partnership_id, release_pack_id) references release_pack (partnership_id, release_pack_id),
  foreign key (partnership_id, case_id) references case_file (partnership_id, case_id),
  check ((answered_at is null) = (answered_by is null) and (answered_at is null) = (offered is null))
);

-- The same form sent twice is answered once: a key from the page, claimed in the transaction of the act (src/db/tx.ts).
create table form_key (
  partnership_id uuid not null,
  account_id uuid not null,
  form_key text not null,
  claimed_at timestamptz not null default now(),
  answer text,
  primary key (partnership_id, account_id, form_key)
);
create index form_key_old on form_key (claimed_at);

-- What the account that asks is to each case, resolved once as a transaction begins, from what stands there then:
-- its agency (the organisation in its own right that it belongs to), the doors open to it, the schemes it works in and leads,
-- the cases it is shut out of by name, and those it has broken the glass of. Revoking any of them works on the very next transaction.
create function current_agency() returns uuid language sql stable
  as $$ select nullif(current_setting('wardmote.agency', true), '')::uuid $$;
create function open_doors() returns text[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('wardmote.doors', true), ''), ',') $$;
create function own_schemes() returns uuid[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('wardmote.schemes', true), ''), ',')::uuid[] $$;
create function led_schemes() returns uuid[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('wardmote.led', true), ''), ',')::uuid[] $$;
create function shut_cases() returns uuid[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('wardmote.shut', true), ''), ',')::uuid[] $$;
create function broken_cases() returns uuid[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('wardmote.broken', true), ''), ',')::uuid[] $$;
create function is_resolving() returns boolean language sql stable
  as $$ select coalesce(current_setting('wardmote.resolving', true), '') = 'on' $$;

-- Agencies with which an agency has a live agreement for a purpose, today in London: both have signed it and neither has left.
create view live_agreement with (security_invoker = true) as
  select a.partnership_id, a.agreement_id, p.purpose, mine.agency_id, other.agency_id as with_agency_id
  from agreement a
    cross join unnest(a.purposes) as p (purpose)
    join agreement_party mine on mine.partnership_id = a.partnership_id and mine.agreement_id = a.agreement_id and mine.signed_at <= now() and (mine.left_at is null or mine.left_at > now())
    join agreement_party other on other.partnership_id = a.partnership_id and other.agreement_id = a.agreement_id and other.signed_at <= now() and (other.left_at is null or other.left_at > now())
  where a.starts <= (now() at time zone 'Europe/London')::date
    and (a.ends is null or a.ends >= (now() at time zone 'Europe/London')::date)
    and (a.withdrawn_at is null or a.withdrawn_at > now());

-- The organisation in its own right that an organisation belongs to: itself, when it is nobody's unit.
create function agency_of(organisation uuid) returns uuid language sql stable as $$
  with recursive upwards as (
    select o.organisation_id, o.parent_id, 1 as steps from organisation o where o.partnership_id = current_partnership() and o.organisation_id = organisation
    union all
    select o.organisation_id, o.parent_id, u.steps + 1 from organisation o join upwards u on o.organisation_id = u.parent_id
    where o.partnership_id = current_partnership() and u.steps < 20)
  select organisation_id from upwards order by steps desc limit 1
$$;

create or replace function resolve_powers() returns void language plpgsql as $$
declare
  agency uuid;
begin
  perform
    set_config('wardmote.powers', coalesce((
      select ',' || string_agg(distinct p.power, ',') || ','
      from account a
        join account_role r on r.partnership_id = a.partnership_id and r.account_id = a.account_id
        join role_power p on p.role = r.role
      where a.partnership_id = current_partnership() and a.account_id = current_account() and a.disabled_at is null), ''), true),
    set_config('wardmote.organisation', coalesce((
      select a.organisation_id::text from account a
      where a.partnership_id = current_partnership() and a.account_id = current_account() and a.disabled_at is null), ''), true);
  -- Nobody who is shut out, disabled or without the power goes on.
  perform set_config('wardmote.agency', '', true), set_config('wardmote.doors', '', true), set_config('wardmote.schemes', '', true),
    set_config('wardmote.led', '', true), set_config('wardmote.shut', '', true), set_config('wardmote.broken', '', true);
  if current_organisation() is null then return; end if;
  agency := agency_of(current_organisation());
  perform set_config('wardmote.agency', agency::text, true), set_config('wardmote.resolving', 'on', true);
  perform set_config('wardmote.shut', coalesce((select string_agg(x.case_id::text, ',') from case_exclusion x
    where x.partnership_id = current_partnership() and x.account_id = current_account() and x.lifted_at is null), ''), true);
  if may('cases.work') then
    perform
      set_config('wardmote.schemes', coalesce((select string_agg(m.scheme_id::text, ',') from scheme_member m
        where m.partnership_id = current_partnership() and m.account_id = current_account()), ''), true),
      set_config('wardmote.led', coalesce((select string_agg(m.scheme_id::text, ',') from scheme_member m
        where m.partnership_id = current_partnership() and m.account_id = current_account() and m.role in ('coordinator', 'chair')), ''), true),
      set_config('wardmote.doors', coalesce((
        select string_agg(d.door, ',') from (
          select m.scheme_id || ':' || agency as door from scheme_member m
            where m.partnership_id = current_partnership() and m.account_id = current_account()
          union
          select m.scheme_id || ':' || l.with_agency_id from scheme_member m
            join scheme s on s.partnership_id = m.partnership_id and s.scheme_id = m.scheme_id
            join live_agreement l on l.partnership_id = s.partnership_id and l.purpose = s.purpose and l.agency_id = agency
            where m.partnership_id = current_partnership() and m.account_id = current_account()) d), ''), true),
      set_config('wardmote.broken', coalesce((select string_agg(b.case_id::text, ',') from break_glass b
        where b.partnership_id = current_partnership() and b.account_id = current_account() and b.opened_at <= now() and b.ends_at > now() and b.ended_at is null), ''), true);
  end if;
  perform set_config('wardmote.resolving', '', true);
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['scheme', 'scheme_member', 'agreement', 'agreement_party', 'case_file', 'case_party', 'case_exclusion', 'protected_reader', 'break_glass',
    'contribution', 'access_entry', 'disclosure', 'disclosure_person', 'correction_notice', 'legal_hold', 'erasure', 'keeping_review', 'release_pack', 'release_case', 'release_item', 'form_key']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- For loading, jobs and the public's own applications; nothing a person asks for runs so.
    if t <> 'form_key' then
      execute format('create policy system on %I using (partnership_id = (select current_partnership()) and (select is_system())) with check (partnership_id = (select current_partnership()) and (select is_system()))', t);
    end if;
  end loop;
  -- Which schemes there are, who works in them, and what has been agreed with whom, is no secret inside the partnership.
  foreach t in array array['scheme', 'scheme_member', 'agreement', 'agreement_party']
  loop
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and ((select may(''cases.refer'')) or (select may(''sharing.manage'')) or (select is_resolving())))', t);
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''sharing.manage'')))', t);
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''sharing.manage'')))', t);
  end loop;
end $$;
create policy remove on scheme_member for delete using (partnership_id = (select current_partnership()) and (select may('sharing.manage')));

-- The cover. Clause by clause as in gate.ts: excluded by name; erased; takes part, under a live agreement, in the scheme's role; or the glass is broken.
create policy read on case_file for select using (partnership_id = (select current_partnership())
  and case_id <> all ((select shut_cases())::uuid[])
  and stage <> 'erased'
  and ((door = any ((select open_doors())::text[]) and (select current_agency()) = any (parties))
    or case_id = any ((select broken_cases())::uuid[])));
-- Any account that may refer opens a case by referring; its agency takes part from the first. The one who makes it sees it for the length of that transaction,
-- and so can say who and what it is about; from the next on, only the clauses above count.
create policy making on case_file for select using (partnership_id = (select current_partnership()) and made_by = (select current_account()) and made_at = (select now()));
create policy refer on case_file for insert with check (partnership_id = (select current_partnership()) and (select may('cases.refer'))
  and stage = 'referred' and (select current_agency()) = any (parties) and made_by = (select current_account()) and made_at = (select now()));
create policy lead on case_file for update using (partnership_id = (select current_partnership())
  and case_id <> all ((select shut_cases())::uuid[])
  and stage <> 'erased'
  and door = any ((select open_doors())::text[]) and (select current_agency()) = any (parties)
  and scheme_id = any ((select led_schemes())::uuid[]));

-- What hangs on a case opens with its cover; it is added to by those who take part, while the case is worked; and it is led by chairs and coordinators.
do $$
declare
  t text;
  opens text := 'exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id)';
  leads text := 'exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties) and c.scheme_id = any ((select led_schemes())::uuid[]))';
begin
  foreach t in array array['case_party', 'case_exclusion', 'protected_reader', 'legal_hold', 'erasure']
  loop
    execute format('create policy read on %1$I for select using (partnership_id = (select current_partnership()) and ' || opens || ')', t);
    execute format('create policy lead_adds on %1$I for insert with check (partnership_id = (select current_partnership()) and ' || leads || ')', t);
    execute format('create policy lead_changes on %1$I for update using (partnership_id = (select current_partnership()) and ' || leads || ')', t);
  end loop;
end $$;
create policy resolve on case_exclusion for select using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and (select is_resolving()));
-- Anyone who sees a case may shut themselves out of it.
create policy declare_own on case_exclusion for insert with check (partnership_id = (select current_partnership()) and account_id = (select current_account())
  and exists (select from case_file c where c.partnership_id = case_exclusion.partnership_id and c.case_id = case_exclusion.case_id));
-- And again, after it was lifted.
create policy declare_again on case_exclusion for update using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and lifted_at is not null
  and exists (select from case_file c where c.partnership_id = case_exclusion.partnership_id and c.case_id = case_exclusion.case_id))
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account()) and lifted_at is null);
-- Whoever refers takes part at once.
create policy refer on case_party for insert with check (partnership_id = (select current_partnership()) and (select may('cases.refer')) and asked_by = (select current_account())
  and exists (select from case_file c where c.partnership_id = case_party.partnership_id and c.case_id = case_party.case_id and c.made_by = (select current_account()) and c.made_at = (select now())
    and case_party.agency_id in (c.lead_agency_id, (select current_agency()))));

-- Emergency access is opened by the system for the account that asked (src/sharing/break-glass.ts), ended by that account, reviewed by the governance lead.
create policy own on break_glass for select using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and case_id <> all ((select shut_cases())::uuid[]));
create policy resolve on break_glass for select using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and (select is_resolving()));
create policy finish on break_glass for update using (partnership_id = (select current_partnership()) and account_id = (select current_account()) and case_id <> all ((select shut_cases())::uuid[]) and ended_at is null)
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account()) and reviewed_at is null);
create policy see on break_glass for select using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy review on break_glass for update using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create function keep_glass() returns trigger language plpgsql as $$
begin
  -- The system empties the reason when the case is erased.
  if not is_system() and to_jsonb(new) - array['ended_at', 'reviewed_at', 'reviewed_by', 'finding', 'note', 'escalated_at'] is distinct from to_jsonb(old) - array['ended_at', 'reviewed_at', 'reviewed_by', 'finding', 'note', 'escalated_at']
  then raise exception 'emergency access is not changed once opened';
  end if;
  return new;
end $$;
create trigger keep_glass before update on break_glass for each row execute function keep_glass();
create policy lead_reads on break_glass for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = break_glass.partnership_id and c.case_id = break_glass.case_id and c.scheme_id = any ((select led_schemes())::uuid[])));

-- A contribution: the agency's own, to those of it who work in the scheme, whatever has since become of its part in the case; or the case is open,
-- the reader's agency and the writer's are both in a live agreement, and the audience takes the reader in.
create policy read on contribution for select using (partnership_id = (select current_partnership())
  and case_id <> all ((select shut_cases())::uuid[])
  and ((agency_id = (select current_agency()) and scheme_id = any ((select own_schemes())::uuid[]))
    or exists (select from case_file c where c.partnership_id = contribution.partnership_id and c.case_id = contribution.case_id
      and (contribution.door = any ((select open_doors())::text[]) or c.case_id = any ((select broken_cases())::uuid[]))
      and (contribution.audience in ('panel', 'publication')
        or (contribution.audience = 'case lead' and c.scheme_id = any ((select led_schemes())::uuid[]) and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))
        or (contribution.audience in ('named agencies', 'one agency') and (select current_agency()) = any (contribution.named_agencies))))));
create policy say on contribution for insert with check (partnership_id = (select current_partnership()) and agency_id = (select current_agency()) and written_by = (select current_account())
  and exists (select from case_file c where c.partnership_id = contribution.partnership_id and c.case_id = contribution.case_id and c.stage in ('referred', 'open')
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
create policy replace on contribution for update using (partnership_id = (select current_partnership()) and agency_id = (select current_agency())
  and exists (select from case_file c where c.partnership_id = contribution.partnership_id and c.case_id = contribution.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)));
create function keep_contribution() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['replaced_by', 'replaced_reason', 'door'] is distinct from to_jsonb(old) - array['replaced_by', 'replaced_reason', 'door']
  then raise exception 'a contribution is not changed; it is replaced';
  end if;
  return new;
end $$;
create trigger keep_contribution before update on contribution for each row execute function keep_contribution();

-- Who looked: each agency at what it holds, those who lead the case, and the governance lead; nobody at a case they are shut out of.
create policy add on access_entry for insert with check (partnership_id = (select current_partnership()) and account_id = (select current_account()) and agency_id = (select current_agency()));
create policy holder_reads on access_entry for select using (partnership_id = (select current_partnership()) and case_id <> all ((select shut_cases())::uuid[])
  and ((select may('sharing.manage'))
    or (holder_agency_id = (select current_agency()) and scheme_id = any ((select own_schemes())::uuid[]))
    or exists (select from case_file c where c.partnership_id = access_entry.partnership_id and c.case_id = access_entry.case_id and c.scheme_id = any ((select led_schemes())::uuid[]))));

-- The register is read with the case, by the agency that gave or was given, and by the governance lead.
do $$
declare
  t text;
begin
  foreach t in array array['disclosure', 'disclosure_person', 'correction_notice']
  loop
    execute format('create policy read on %1$I for select using (partnership_id = (select current_partnership()) and case_id <> all ((select shut_cases())::uuid[])
      and ((select may(''sharing.manage'')) or exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id)))', t);
    execute format('create policy add on %1$I for insert with check (partnership_id = (select current_partnership())
      and exists (select from case_file c where c.partnership_id = %1$I.partnership_id and c.case_id = %1$I.case_id and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)))', t);
  end loop;
end $$;
-- Whoever refers gives what they refer, in the same act.
create policy refer on disclosure for insert with check (partnership_id = (select current_partnership()) and (select may('cases.refer')) and decided_by = (select current_account()) and from_agency_id = (select current_agency())
  and exists (select from case_file c where c.partnership_id = disclosure.partnership_id and c.case_id = disclosure.case_id and c.made_by = (select current_account()) and c.made_at = (select now())));
create policy refer on disclosure_person for insert with check (partnership_id = (select current_partnership()) and (select may('cases.refer'))
  and exists (select from case_file c where c.partnership_id = disclosure_person.partnership_id and c.case_id = disclosure_person.case_id and c.made_by = (select current_account()) and c.made_at = (select now())));
-- What answers a request is entered by the second of those who release it.
create policy answer on disclosure for insert with check (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and kind = 'request answered'
  and decided_by = (select current_account()) and from_agency_id = (select current_agency()) and case_id <> all ((select shut_cases())::uuid[])
  and exists (select from release_case r where r.partnership_id = disclosure.partnership_id and r.case_id = disclosure.case_id));
create policy answer on disclosure_person for insert with check (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[])
  and exists (select from release_case r where r.partnership_id = disclosure_person.partnership_id and r.case_id = disclosure_person.case_id and r.index_entry_id = disclosure_person.index_entry_id));
create policy finish on disclosure for update using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = disclosure.partnership_id and c.case_id = disclosure.case_id and c.scheme_id = any ((select led_schemes())::uuid[])));
create policy acknowledge on correction_notice for update using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = correction_notice.partnership_id and c.case_id = correction_notice.case_id));

-- The governance lead sees what is to be kept or erased by reference and agrees it, without opening the file.
create policy govern on legal_hold using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy govern on erasure using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy govern on keeping_review for select using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy read on keeping_review for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = keeping_review.partnership_id and c.case_id = keeping_review.case_id and c.scheme_id = any ((select led_schemes())::uuid[])));
create policy govern on release_case using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and case_id <> all ((select shut_cases())::uuid[]));
create policy asked on release_case for select using (partnership_id = (select current_partnership())
  and exists (select from case_file c where c.partnership_id = release_case.partnership_id and c.case_id = release_case.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties) and c.scheme_id = any ((select led_schemes())::uuid[])));
create policy answer on release_case for update using (partnership_id = (select current_partnership()) and answered_at is null
  and exists (select from case_file c where c.partnership_id = release_case.partnership_id and c.case_id = release_case.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties) and c.scheme_id = any ((select led_schemes())::uuid[])))
  with check (partnership_id = (select current_partnership()) and answered_by = (select current_account()));
-- What a lead offers is held back until the governance lead decides otherwise, and only while the case is asked.
create policy offer on release_item for insert with check (partnership_id = (select current_partnership()) and decision <> 'give' and decided_by is null and passed = 0
  and exists (select from release_case r where r.partnership_id = release_item.partnership_id and r.release_pack_id = release_item.release_pack_id and r.case_id = release_item.case_id and r.answered_at is null)
  and exists (select from case_file c where c.partnership_id = release_item.partnership_id and c.case_id = release_item.case_id
    and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties) and c.scheme_id = any ((select led_schemes())::uuid[])));
create policy govern on release_pack using (partnership_id = (select current_partnership()) and (select may('sharing.manage')));
create policy govern on release_item using (partnership_id = (select current_partnership()) and (select may('sharing.manage')) and (case_id is null or case_id <> all ((select shut_cases())::uuid[])));

create policy own on form_key using (partnership_id = (select current_partnership()) and account_id = (select current_account()))
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account()));
create policy forget on form_key for delete using ((select is_system()));

-- Nobody signs, agrees or reviews in another's name; a signature made on paper names who made it.
create function sign_own_name() returns trigger language plpgsql as $$
declare
  name text;
  signed text;
begin
  if is_system() then return new; end if;
  foreach name in array tg_argv loop
    signed := to_jsonb(new) ->> name;
    if signed is not null and (tg_op = 'INSERT' or signed is distinct from to_jsonb(old) ->> name) and signed <> current_account()::text
    then raise exception 'nobody signs in another’s name' using errcode = 'insufficient_privilege';
    end if;
  end loop;
  return new;
end $$;
create trigger sign_own_name before insert or update on agreement_party for each row execute function sign_own_name('signed_by');
create trigger sign_own_name before update on break_glass for each row execute function sign_own_name('reviewed_by');
create trigger sign_own_name before insert or update on erasure for each row execute function sign_own_name('asked_by', 'agreed_by');
create trigger sign_own_name before insert or update on release_pack for each row execute function sign_own_name('made_by', 'first_by', 'second_by');
create function sign_for_own_agency() returns trigger language plpgsql as $$
begin
  if new.signed_at is not null and (tg_op = 'INSERT' or old.signed_at is null) and new.signatory is null and not is_system() and new.agency_id is distinct from current_agency()
  then raise exception 'an agency is signed for by its own people, or on paper by somebody named' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger sign_for_own_agency before insert or update on agreement_party for each row execute function sign_for_own_agency();

-- A case that is held is not erased, whoever asks and however.
create function keep_held() returns trigger language plpgsql as $$
begin
  if new.stage = 'erased' and old.stage <> 'erased' and exists (select from legal_hold h where h.partnership_id = new.partnership_id and h.case_id = new.case_id and h.lifted_at is null)
  then raise exception 'a case under a legal hold is not erased';
  end if;
  return new;
end $$;
create trigger keep_held before update on case_file for each row execute function keep_held();
create trigger sign_own_name before insert or update on release_case for each row execute function sign_own_name('answered_by');

create function keep_parties() returns trigger language plpgsql as $$
begin
  update case_file c set parties = array(select p.agency_id from case_party p
    where p.partnership_id = new.partnership_id and p.case_id = new.case_id and p.left_at is null order by p.joined_at, p.agency_id)
  where c.partnership_id = new.partnership_id and c.case_id = new.case_id;
  return null;
end $$;
create trigger keep_parties after update on case_party for each row execute function keep_parties();
create function join_parties() returns trigger language plpgsql as $$
begin
  update case_file c set parties = c.parties || new.agency_id
  where c.partnership_id = new.partnership_id and c.case_id = new.case_id and new.left_at is null and not new.agency_id = any (c.parties);
  return null;
end $$;
create trigger join_parties after insert on case_party for each row execute function join_parties();

-- An erased case keeps nothing that was said in it: an agency reads its own information whatever became of the case, so it must be gone.
create function keep_nothing_erased() returns trigger language plpgsql as $$
begin
  if exists (select from contribution b where b.partnership_id = new.partnership_id and b.case_id = new.case_id)
  then raise exception 'a case is erased with everything that was said in it';
  end if;
  return null;
end $$;
create constraint trigger keep_nothing_erased after insert or update of stage on case_file deferrable initially deferred for each row when (new.stage = 'erased') execute function keep_nothing_erased();

-- Nor does the audit log speak of a case to one who is shut out of it.
drop policy read_audit on audit_entry;
create policy read_audit on audit_entry for select
  using ((partnership_id = (select current_partnership()) and (select may('audit.read'))
    and (subject_kind <> 'case' or subject_id is null or subject_id <> all ((select shut_cases())::text[]))) or (select is_system()));

-- Casework sends reminders and alerts too; each names a reference and a link. Whoever only refers may tell of a case and of nothing else: the effect begins 'case '.
create policy add_from_casework on notice for insert with check (partnership_id = (select current_partnership())
  and ((select may('cases.work')) or (select may('sharing.manage')) or ((select may('cases.refer')) and starts_with(effect, 'case '))));
