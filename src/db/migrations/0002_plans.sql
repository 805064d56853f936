-- A rating scheme is data: its values, best first, each with its criterion in words and the recorded facts that decide it.
create table rating_scheme (
  partnership_id uuid not null references partnership,
  rating_scheme_id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  version integer not null default 1 check (version > 0),
  note text,
  primary key (partnership_id, rating_scheme_id)
);

create table rating_value (
  partnership_id uuid not null,
  rating_scheme_id uuid not null,
  rank integer not null check (rank > 0),
  word text not null check (length(word) between 1 and 40),
  colour text not null check (colour in ('green', 'amber-green', 'amber', 'amber-red', 'red', 'blue', 'grey')),
  criterion text not null,
  -- Facts (src/plans/derivation.ts): the best value any of whose facts holds is the derived rating; none: judgement only.
  facts text[] not null default '{}',
  primary key (partnership_id, rating_scheme_id, word),
  unique (partnership_id, rating_scheme_id, rank),
  foreign key (partnership_id, rating_scheme_id) references rating_scheme (partnership_id, rating_scheme_id)
);

create table frame (
  partnership_id uuid not null references partnership,
  frame_id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  primary key (partnership_id, frame_id)
);

create table strand (
  partnership_id uuid not null,
  strand_id uuid not null default gen_random_uuid(),
  frame_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  position integer not null,
  primary key (partnership_id, strand_id),
  unique (partnership_id, frame_id, position),
  foreign key (partnership_id, frame_id) references frame (partnership_id, frame_id)
);

create table plan (
  partnership_id uuid not null references partnership,
  plan_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('strategy', 'dashboard', 'action plan')),
  title text not null check (length(title) between 1 and 200),
  starts date not null,
  ends date not null check (ends >= starts),
  rating_scheme_id uuid not null,
  roll_up text check (roll_up in ('worst', 'third', 'half', 'majority')),
  roll_up_version integer not null default 1,
  update_interval text not null check (update_interval in ('monthly', 'quarterly', 'six-monthly', 'yearly')),
  frame_id uuid,
  state text not null default 'live' check (state in ('draft', 'live', 'closed')),
  follows_plan_id uuid,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (partnership_id, plan_id),
  foreign key (partnership_id, rating_scheme_id) references rating_scheme (partnership_id, rating_scheme_id),
  foreign key (partnership_id, frame_id) references frame (partnership_id, frame_id),
  foreign key (partnership_id, follows_plan_id) references plan (partnership_id, plan_id)
);

-- Items form a tree. A code is used once in a plan and for ever: withdrawn items stay as tombstones.
create table plan_item (
  partnership_id uuid not null,
  plan_item_id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  parent_id uuid,
  kind text not null check (kind in ('priority', 'objective', 'activity', 'commitment', 'action', 'outcome', 'target', 'heading')),
  code text not null check (length(code) between 1 and 30),
  title text not null check (length(title) between 1 and 1000),
  position integer not null,
  strand_id uuid,
  mandate text check (mandate in ('statutory', 'discretionary', 'both')),
  strength text check (strength in ('will', 'will aim to', 'will seek to', 'will consider', 'will lobby')),
  aim text check (length(aim) <= 5000),
  success text check (length(success) <= 5000),
  outcome text check (length(outcome) <= 50000),
  outcome_type text check (outcome_type in ('measured', 'claimed', 'not yet')),
  state text not null default 'not started' check (state in (
    'not started', 'planned', 'in progress', 'continuous', 'complete', 'deferred', 'blocked', 'merged', 'closed, not achieved', 'discharged', 'withdrawn')),
  state_note text check (length(state_note) <= 5000),
  state_since date,
  starts date,
  due date check (due >= starts),
  promised_on date,
  review_on date,
  -- Where a state sends the reader: the body that now discharges it, the plan it is deferred to, the item it merged into.
  discharged_through text,
  deferred_to_plan_id uuid,
  merged_into_item_id uuid,
  version integer not null default 1,
  primary key (partnership_id, plan_item_id),
  unique (partnership_id, plan_id, code),
  unique (partnership_id, plan_id, plan_item_id),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, plan_id, parent_id) references plan_item (partnership_id, plan_id, plan_item_id),
  foreign key (partnership_id, strand_id) references strand (partnership_id, strand_id),
  foreign key (partnership_id, deferred_to_plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, merged_into_item_id) references plan_item (partnership_id, plan_item_id),
  check (state not in ('withdrawn', 'discharged', 'blocked', 'closed, not achieved') or state_note is not null),
  check (state <> 'discharged' or (discharged_through is not null and state_since is not null and review_on is not null)),
  check (state <> 'merged' or merged_into_item_id is not null)
);
create index plan_item_in_order on plan_item (partnership_id, plan_id, position);
create index plan_item_by_parent on plan_item (partnership_id, parent_id);

-- One accountable owner, any number of contributors. Where a paper names an owner nobody could match, its words are kept.
create table item_owner (
  partnership_id uuid not null,
  item_owner_id uuid not null default gen_random_uuid(),
  plan_item_id uuid not null,
  organisation_id uuid,
  account_id uuid,
  post text,
  unmatched text,
  accountable boolean not null default false,
  position integer not null default 1,
  primary key (partnership_id, item_owner_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id),
  foreign key (partnership_id, organisation_id) references organisation (partnership_id, organisation_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id),
  check (organisation_id is not null or unmatched is not null)
);
create unique index one_accountable_owner on item_owner (partnership_id, plan_item_id) where accountable;
create index item_owner_of on item_owner (partnership_id, plan_item_id);
create index item_owner_by_organisation on item_owner (partnership_id, organisation_id);

-- The thread between items: a commitment is delivered by an action; an action waits for another.
create table item_link (
  partnership_id uuid not null,
  from_item_id uuid not null,
  to_item_id uuid not null check (to_item_id <> from_item_id),
  kind text not null check (kind in ('delivers', 'depends on', 'follows')),
  note text,
  primary key (partnership_id, from_item_id, to_item_id, kind),
  foreign key (partnership_id, from_item_id) references plan_item (partnership_id, plan_item_id),
  foreign key (partnership_id, to_item_id) references plan_item (partnership_id, plan_item_id)
);
create index item_link_back on item_link (partnership_id, to_item_id);

-- A dated, typed fact, tied to one or more items and counted once. Never changed: a correction replaces it.
create table evidence (
  partnership_id uuid not null references partnership,
  evidence_id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  kind text not null check (kind in ('activity', 'output', 'decision', 'obstacle', 'next step', 'outside context')),
  happened_from date not null,
  happened_to date not null check (happened_to >= happened_from),
  statement text not null check (length(statement) between 1 and 50000),
  quantity numeric,
  unit text,
  source text,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  replaced_by uuid,
  replaced_reason text,
  primary key (partnership_id, evidence_id),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, recorded_by) references account (partnership_id, account_id),
  foreign key (partnership_id, replaced_by) references evidence (partnership_id, evidence_id),
  check (quantity is null or unit is not null)
);
create index evidence_of_plan on evidence (partnership_id, plan_id, happened_to);

create table evidence_item (
  partnership_id uuid not null,
  evidence_id uuid not null,
  plan_item_id uuid not null,
  primary key (partnership_id, evidence_id, plan_item_id),
  foreign key (partnership_id, evidence_id) references evidence (partnership_id, evidence_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);
create index evidence_item_back on evidence_item (partnership_id, plan_item_id);

create table reporting_period (
  partnership_id uuid not null,
  reporting_period_id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  starts date not null,
  ends date not null check (ends >= starts),
  due date not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  reminded_at timestamptz,
  primary key (partnership_id, reporting_period_id),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id)
);
create unique index one_open_period on reporting_period (partnership_id, plan_id) where closed_at is null;

-- What an owner says of an item. Each is a new row; the last is what stands, and all of them are the history.
create table item_update (
  partnership_id uuid not null,
  item_update_id uuid not null default gen_random_uuid(),
  plan_item_id uuid not null,
  reporting_period_id uuid,
  declared text not null,
  derived text,
  reason text check (length(reason) <= 5000),
  narrative text check (length(narrative) <= 50000),
  source text,
  position_on date not null,
  submitted_by uuid,
  submitted_at timestamptz not null default clock_timestamp(),
  follows uuid,
  primary key (partnership_id, item_update_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id),
  foreign key (partnership_id, reporting_period_id) references reporting_period (partnership_id, reporting_period_id),
  foreign key (partnership_id, submitted_by) references account (partnership_id, account_id),
  foreign key (partnership_id, follows) references item_update (partnership_id, item_update_id)
);
create index item_update_latest on item_update (partnership_id, plan_item_id, submitted_at desc);
-- Two people cannot both follow the same update: the second is shown the first's.
create unique index item_update_one_successor on item_update (partnership_id, plan_item_id, follows) nulls not distinct;

create table update_draft (
  partnership_id uuid not null,
  plan_item_id uuid not null,
  account_id uuid not null,
  entered jsonb not null,
  follows uuid,
  saved_at timestamptz not null default now(),
  primary key (partnership_id, plan_item_id, account_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id)
);

-- A rating that an imported paper gives for an item, and where: a paper that says two things is kept saying both until someone chooses.
create table stated_rating (
  partnership_id uuid not null,
  stated_rating_id uuid not null default gen_random_uuid(),
  plan_item_id uuid not null,
  word text not null,
  place text not null,
  trend text,
  import_batch_id uuid,
  stated_at timestamptz not null default now(),
  primary key (partnership_id, stated_rating_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);
create index stated_rating_of on stated_rating (partnership_id, plan_item_id);

create table item_measure (
  partnership_id uuid not null,
  plan_item_id uuid not null,
  measure_id uuid not null,
  primary key (partnership_id, plan_item_id, measure_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);

-- A finding someone has answered for: it is still printed, with the reason.
create table dismissed_finding (
  partnership_id uuid not null,
  plan_id uuid not null,
  check_id text not null,
  subject text not null,
  reason text not null check (length(reason) between 10 and 2000),
  dismissed_by uuid,
  dismissed_at timestamptz not null default now(),
  primary key (partnership_id, plan_id, check_id, subject),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, dismissed_by) references account (partnership_id, account_id)
);

-- A published edition is what was shown, kept whole. Nothing can change it: the application has no policy to.
create table edition (
  partnership_id uuid not null,
  edition_id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  number integer not null check (number > 0),
  reporting_period_id uuid,
  published_at timestamptz not null default now(),
  published_by uuid,
  shown jsonb not null,
  changes jsonb not null,
  override_reason text,
  corrects integer,
  correction_note text,
  primary key (partnership_id, edition_id),
  unique (partnership_id, plan_id, number),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, reporting_period_id) references reporting_period (partnership_id, reporting_period_id),
  foreign key (partnership_id, published_by) references account (partnership_id, account_id),
  check ((corrects is null) = (correction_note is null))
);

-- A file being brought in: its bytes and the reading agreed so far, until it is taken whole or dropped.
create table import_batch (
  partnership_id uuid not null references partnership,
  import_batch_id uuid not null default gen_random_uuid(),
  file_name text not null,
  file_hash text not null,
  content bytea not null,
  mapping jsonb,
  plan_id uuid,
  uploaded_by uuid,
  uploaded_at timestamptz not null default now(),
  taken_at timestamptz,
  summary jsonb,
  primary key (partnership_id, import_batch_id),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id),
  foreign key (partnership_id, uploaded_by) references account (partnership_id, account_id)
);

-- How a paper of this shape was read last time, by the fingerprint of its tables' headers.
create table import_mapping (
  partnership_id uuid not null references partnership,
  fingerprint text not null,
  mapping jsonb not null,
  plan_id uuid,
  saved_at timestamptz not null default now(),
  primary key (partnership_id, fingerprint),
  foreign key (partnership_id, plan_id) references plan (partnership_id, plan_id)
);

-- Does the account that asks answer for this item, or share in it?
create function owns_item(item uuid) returns boolean language sql stable as $$
  select exists (select from item_owner o where o.partnership_id = current_partnership() and o.plan_item_id = item
    and (o.account_id = current_account() or (o.account_id is null and o.organisation_id = current_organisation())))
$$;

do $$
declare
  t text;
begin
  foreach t in array array['rating_scheme', 'rating_value', 'frame', 'strand', 'plan', 'plan_item', 'item_owner', 'item_link', 'evidence', 'evidence_item',
    'reporting_period', 'item_update', 'update_draft', 'stated_rating', 'item_measure', 'dismissed_finding', 'edition', 'import_batch', 'import_mapping']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  -- Read by anyone who may read plans; shaped by those who may edit them.
  foreach t in array array['rating_scheme', 'rating_value', 'frame', 'strand', 'plan', 'plan_item', 'item_owner', 'item_link', 'reporting_period', 'stated_rating', 'item_measure', 'dismissed_finding']
  loop
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and (select may(''plans.read'')))', t);
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''plans.edit'')))', t);
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''plans.edit'')))', t);
  end loop;
  foreach t in array array['item_owner', 'item_link', 'item_measure', 'dismissed_finding']
  loop
    execute format('create policy remove on %I for delete using (partnership_id = (select current_partnership()) and (select may(''plans.edit'')))', t);
  end loop;
  foreach t in array array['import_batch', 'import_mapping']
  loop
    execute format('create policy edit on %I using (partnership_id = (select current_partnership()) and (select may(''plans.edit'')))', t);
  end loop;
end $$;

-- Evidence and updates are added by coordinators anywhere, and by owners on what they own. Neither is ever changed.
create policy read on evidence for select using (partnership_id = (select current_partnership()) and (select may('plans.read')));
create policy add on evidence for insert with check (partnership_id = (select current_partnership())
  and ((select may('plans.edit')) or ((select may('plans.update')) and recorded_by = (select current_account()))));
create policy replace on evidence for update using (partnership_id = (select current_partnership())
  and ((select may('plans.edit')) or ((select may('plans.update')) and recorded_by = (select current_account()))));
create policy read on evidence_item for select using (partnership_id = (select current_partnership()) and (select may('plans.read')));
create policy add on evidence_item for insert with check (partnership_id = (select current_partnership())
  and ((select may('plans.edit')) or ((select may('plans.update')) and owns_item(plan_item_id))));
create policy read on item_update for select using (partnership_id = (select current_partnership()) and (select may('plans.read')));
create policy add on item_update for insert with check (partnership_id = (select current_partnership())
  and ((select may('plans.edit')) or ((select may('plans.update')) and submitted_by = (select current_account()) and owns_item(plan_item_id))));

create policy read on update_draft for select using (partnership_id = (select current_partnership())
  and (account_id = (select current_account()) or (select may('plans.edit'))));
create policy own on update_draft for all
  using (partnership_id = (select current_partnership()) and account_id = (select current_account()))
  with check (partnership_id = (select current_partnership()) and account_id = (select current_account())
    and ((select may('plans.edit')) or ((select may('plans.update')) and owns_item(plan_item_id))));

create policy read on edition for select using (partnership_id = (select current_partnership()) and (select may('editions.read')));
create policy publish on edition for insert with check (partnership_id = (select current_partnership()) and (select may('editions.publish')));

-- A plan, its items' codes and their history are never deleted; evidence once recorded keeps its words.
create function keep_evidence() returns trigger language plpgsql as $$
begin
  if (new.kind, new.happened_from, new.happened_to, new.statement, new.quantity, new.unit, new.recorded_by, new.recorded_at, new.plan_id)
    is distinct from (old.kind, old.happened_from, old.happened_to, old.statement, old.quantity, old.unit, old.recorded_by, old.recorded_at, old.plan_id)
  then raise exception 'evidence is not changed; it is replaced';
  end if;
  return new;
end $$;
create trigger keep_evidence before update on evidence for each row execute function keep_evidence();
create function keep_code() returns trigger language plpgsql as $$
begin
  if (new.code, new.plan_id) is distinct from (old.code, old.plan_id) then raise exception 'a code is never changed or used again'; end if;
  return new;
end $$;
create trigger keep_code before update on plan_item for each row execute function keep_code();

-- An owner says how far an item has come and what came of it; its wording, dates and owners are the coordinator's.
create policy progress on plan_item for update
  using (partnership_id = (select current_partnership()) and (select may('plans.update')) and owns_item(plan_item_id));
create function guard_item() returns trigger language plpgsql as $$
begin
  if current_account() is not null and not may('plans.edit') and
    to_jsonb(new) - array['state', 'state_note', 'state_since', 'outcome', 'outcome_type', 'version']
      is distinct from to_jsonb(old) - array['state', 'state_note', 'state_since', 'outcome', 'outcome_type', 'version']
  then raise exception 'only a coordinator may change this' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_item before update on plan_item for each row execute function guard_item();
