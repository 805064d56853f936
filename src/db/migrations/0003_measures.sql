-- An indicator: what is counted over what, how often, which way is better, from where, and towards what.
create table measure (
  partnership_id uuid not null references partnership,
  measure_id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  numerator text not null,
  denominator text,
  unit text not null check (length(unit) between 1 and 40),
  kind text not null check (kind in ('count', 'share', 'rate', 'amount')),
  frequency text not null check (frequency in ('month', 'quarter', 'financial quarter', 'year', 'financial year')),
  geography text,
  source text,
  polarity text not null check (polarity in ('higher', 'lower', 'neutral')),
  polarity_note text,
  completeness_note text,
  revision_policy text,
  decimals integer not null default 0 check (decimals between 0 and 4),
  state text not null default 'live' check (state in ('live', 'closed')),
  closed_reason text,
  version integer not null default 1,
  primary key (partnership_id, measure_id),
  check (state = 'live' or closed_reason is not null),
  check (kind not in ('share', 'rate') or denominator is not null)
);

create table target (
  partnership_id uuid not null,
  target_id uuid not null default gen_random_uuid(),
  measure_id uuid not null,
  shape text not null check (shape in ('percentage change', 'at or below baseline', 'at least', 'at most', 'zero by a date', 'minimum count', 'growth to', 'more reporting')),
  baseline_from date,
  baseline_to date check (baseline_to >= baseline_from),
  baseline_value numeric,
  value numeric,
  starts date,
  due date not null,
  source text,
  closed_on date,
  closed_as text check (closed_as in ('met', 'not met', 'overtaken', 'cannot be told')),
  closed_note text,
  closed_by uuid,
  primary key (partnership_id, target_id),
  foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id),
  foreign key (partnership_id, closed_by) references account (partnership_id, account_id),
  check ((closed_on is null) = (closed_as is null)),
  check (shape in ('zero by a date', 'more reporting', 'at or below baseline') or value is not null),
  check (shape not in ('percentage change', 'at or below baseline', 'growth to', 'more reporting') or baseline_value is not null)
);
create index target_of on target (partnership_id, measure_id);

-- What was read for a period. A new row replaces the last: revisions are kept, with who and why.
create table reading (
  partnership_id uuid not null,
  reading_id uuid not null default gen_random_uuid(),
  measure_id uuid not null,
  period text not null,
  starts date not null,
  ends date not null check (ends >= starts),
  state text not null check (state in ('value', 'not collected', 'late', 'incomplete', 'suppressed', 'not applicable')),
  value numeric,
  numerator numeric,
  denominator numeric check (denominator >= 0),
  note text,
  entered_by uuid,
  entered_at timestamptz not null default clock_timestamp(),
  current boolean not null default true,
  primary key (partnership_id, reading_id),
  foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id),
  foreign key (partnership_id, entered_by) references account (partnership_id, account_id),
  check (state in ('value', 'incomplete') or value is null),
  check (state <> 'value' or value is not null)
);
create unique index one_current_reading on reading (partnership_id, measure_id, period) where current;
create index reading_series on reading (partnership_id, measure_id, starts) where current;

create table rebase (
  partnership_id uuid not null,
  rebase_id uuid not null default gen_random_uuid(),
  measure_id uuid not null,
  starts date not null,
  reason text not null check (length(reason) between 10 and 2000),
  decided_by uuid,
  decided_at timestamptz not null default now(),
  removed_at timestamptz,
  removed_by uuid,
  removed_reason text check (length(removed_reason) between 10 and 2000),
  primary key (partnership_id, rebase_id),
  foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id),
  foreign key (partnership_id, decided_by) references account (partnership_id, account_id),
  foreign key (partnership_id, removed_by) references account (partnership_id, account_id),
  check ((removed_at is null) = (removed_reason is null))
);
create index rebase_of on rebase (partnership_id, measure_id) where removed_at is null;

alter table item_measure add foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id);

do $$
declare
  t text;
begin
  foreach t in array array['measure', 'target', 'reading', 'rebase']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and (select may(''measures.read'')))', t);
  end loop;
  foreach t in array array['measure', 'target', 'rebase']
  loop
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''measures.edit'')))', t);
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''measures.edit'')))', t);
  end loop;
end $$;
create policy add on reading for insert with check (partnership_id = (select current_partnership()) and (select may('readings.enter')));
create policy supersede on reading for update using (partnership_id = (select current_partnership()) and (select may('readings.enter')));

-- What was read is kept as it was read: a revision is a new row, and the old one only stops being current.
create function keep_reading() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'current' is distinct from to_jsonb(old) - 'current' or new.current
  then raise exception 'a reading is not changed; it is revised by another';
  end if;
  return new;
end $$;
create trigger keep_reading before update on reading for each row execute function keep_reading();
