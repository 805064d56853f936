-- Incidents as they were sent. A load is a ledger entry: its rows, its endings and its counts are written under its number while it is read,
-- and become visible together when its state says so. To undo a load is to change that one word.

-- Where data come from, and by what right they are held.
create table source (
  partnership_id uuid not null references partnership,
  source_id integer not null check (source_id > 0),
  name text not null check (length(name) between 1 and 120),
  provider text not null check (length(provider) between 1 and 120),
  row_is text not null check (row_is in ('crime', 'report', 'call', 'complaint', 'inspection')),
  layout text not null check (layout in ('police.uk street', 'police.uk outcomes', 'police.uk stop and search', 'mapped')),
  personal boolean not null default false,
  basis text not null check (length(basis) between 1 and 500), -- the licence or the agreement
  attribution text,
  refresh text not null check (refresh in ('week', 'month', 'quarter', 'year', 'irregular')),
  due_days integer not null default 60 check (due_days between 0 and 1000), -- after the end of the period
  positions text not null check (positions in ('exact', 'snapped', 'street', 'area', 'none')),
  -- Whole: a file replaces what was held for its months. Added: a file only adds and revises.
  file_is text not null check (file_is in ('whole', 'added')),
  known_gaps text,
  state text not null default 'live' check (state in ('live', 'closed')),
  data_version integer not null default 0, -- grows by one whenever a load becomes visible or is undone
  version integer not null default 1,
  primary key (partnership_id, source_id),
  unique (partnership_id, name)
);

-- Words that repeat down a column: what a row is counted as, where it was, what came of it. `national` is the category it is compared under.
create table source_term (
  partnership_id uuid not null,
  term_id integer not null check (term_id > 0),
  source_id integer not null,
  field text not null check (field in ('category', 'place', 'outcome')),
  text text not null,
  national text,
  primary key (partnership_id, term_id),
  unique (partnership_id, source_id, field, text),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id)
);

-- How the columns of a table become an incident. A changed mapping is a new version; loads keep the one they used.
create table source_mapping (
  partnership_id uuid not null,
  source_id integer not null,
  version integer not null,
  mapping jsonb not null,
  saved_by uuid,
  saved_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, source_id, version),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id),
  foreign key (partnership_id, saved_by) references account (partnership_id, account_id)
);

-- Areas are dated: a boundary change is a new area, and rows keep the one that was in force when they happened.
create table area (
  partnership_id uuid not null references partnership,
  area_id integer not null check (area_id > 0),
  kind text not null check (kind in ('partnership', 'ward', 'lsoa', 'other')),
  code text not null,
  name text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  boundary jsonb not null, -- polygons → rings → [easting, northing, easting, northing, …] in whole metres of the British National Grid
  provenance text not null,
  primary key (partnership_id, area_id),
  unique (partnership_id, kind, code, valid_from)
);

-- How many of something a place has, to divide by.
create table area_denominator (
  partnership_id uuid not null,
  area_id integer not null,
  counted text not null check (counted in ('residents', 'workers', 'daytime population', 'premises', 'dwellings')),
  as_at date not null,
  n integer not null check (n >= 0),
  provenance text not null,
  primary key (partnership_id, area_id, counted, as_at),
  foreign key (partnership_id, area_id) references area (partnership_id, area_id)
);

-- Lines to draw a map on.
create table map_lines (
  partnership_id uuid not null references partnership,
  name text not null,
  attribution text not null,
  lines jsonb not null, -- [[easting, northing, easting, northing, …], …]
  primary key (partnership_id, name)
);

-- Where a postcode is: the middle of its addresses, good to a street.
create table postcode_point (
  partnership_id uuid not null references partnership,
  postcode text not null, -- capitals, no space
  easting integer not null,
  northing integer not null,
  primary key (partnership_id, postcode)
);

create table load (
  partnership_id uuid not null,
  load_id integer not null check (load_id > 0),
  source_id integer not null,
  mapping_version integer,
  state text not null default 'waiting' check (state in ('waiting', 'reading', 'visible', 'undone', 'failed')),
  problem text,
  started_by uuid,
  asked_at timestamptz not null default clock_timestamp(),
  began_at timestamptz,
  finished_at timestamptz,
  became_visible integer, -- the source's data version it made
  rows_read integer not null default 0,
  taken integer not null default 0,    -- new incidents
  revised integer not null default 0,  -- new versions of incidents already held
  unchanged integer not null default 0,
  withdrawn integer not null default 0, -- held before, and no longer in a file that is whole for its month
  rejected integer not null default 0,
  first_month date,
  last_month date,
  undone_by uuid,
  undone_at timestamptz,
  primary key (partnership_id, load_id),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id),
  foreign key (partnership_id, started_by) references account (partnership_id, account_id),
  foreign key (partnership_id, undone_by) references account (partnership_id, account_id)
);
create index load_of on load (partnership_id, source_id, load_id);
-- Two loads of one source at once would each be compared with what neither can see yet.
create unique index one_load_at_a_time on load (partnership_id, source_id) where state = 'reading';

create table load_file (
  partnership_id uuid not null,
  load_id integer not null,
  file_no smallint not null,
  name text not null, -- as sent, with the member's name when it came in an archive
  hash text not null, -- SHA-256 of its bytes, in hex
  bytes bigint not null,
  stored_as text, -- under the data folder, until the load is over
  header text[],
  encoding text,
  header_line integer,
  rows_done integer not null default 0, -- rows whose fate is in the database
  primary key (partnership_id, load_id, file_no),
  foreign key (partnership_id, load_id) references load (partnership_id, load_id)
);
create index load_file_by_hash on load_file (partnership_id, hash);

create table rejection (
  partnership_id uuid not null,
  load_id integer not null,
  file_no smallint not null,
  line integer not null,
  column_name text,
  value text,
  reason text not null,
  fields text[] not null, -- the whole row as it came
  primary key (partnership_id, load_id, file_no, line),
  foreign key (partnership_id, load_id, file_no) references load_file (partnership_id, load_id, file_no)
);

-- One version of one report. Its name is its place in the load that brought it. It counts while its load is visible and no visible load ended it.
create table incident (
  partnership_id uuid not null,
  load_id integer not null,
  row_no integer not null,
  file_no smallint not null,
  line integer not null,
  source_id integer not null,
  month date not null,
  category_id integer not null,
  reference text, -- the provider's own
  key bigint not null, -- 53 bits of a hash, compared within a month: of its reference, or of its words and how many alike came before it
  content bigint not null, -- of everything in it: two versions with one content are the same
  starts timestamptz,
  ends timestamptz check (ends >= starts),
  easting integer,
  northing integer,
  position text not null check (position in ('exact', 'snapped', 'street', 'area', 'none')),
  placed text not null check (placed in ('inside', 'outside', 'unplaced')), -- as to the partnership's area
  ward_id integer,
  lsoa_id integer,
  place_id integer, -- source_term: the place in words
  outcome_id integer, -- source_term
  details jsonb, -- fields of the mapping that are neither above nor personal
  primary key (partnership_id, load_id, row_no)
);
create index incident_by_month on incident (partnership_id, source_id, month);

-- A load ends a version it revises (and says by which of its own rows), or one that its file no longer has.
create table incident_ending (
  partnership_id uuid not null,
  load_id integer not null,
  ended_load_id integer not null,
  ended_row_no integer not null,
  by_row_no integer,
  primary key (partnership_id, ended_load_id, ended_row_no, load_id)
);
create index ending_of_load on incident_ending (partnership_id, load_id);

-- Who rang, or to whom it was done. Only for personal sources, behind a door of their own.
create table incident_person (
  partnership_id uuid not null,
  load_id integer not null,
  row_no integer not null,
  part text not null check (part in ('caller', 'victim')),
  forename text,
  surname text,
  born date,
  address text,
  postcode text,
  phone text,
  email text,
  primary key (partnership_id, load_id, row_no, part)
);

-- What each load adds to the counts (or takes away: n may be negative). area_id 0 is every row, -1 those outside the partnership, -2 those nobody could place.
create table area_count (
  partnership_id uuid not null,
  source_id integer not null,
  area_id integer not null,
  category_id integer not null,
  month date not null,
  load_id integer not null,
  n integer not null,
  primary key (partnership_id, source_id, area_id, category_id, month, load_id)
);

-- The same by squares of 50 metres, of which squares of 100, 150 and 250 are made. cell = (easting div 50) * 65536 + northing div 50. Inside the partnership only.
create table cell_count (
  partnership_id uuid not null,
  source_id integer not null,
  category_id integer not null,
  month date not null,
  cell integer not null,
  load_id integer not null,
  n integer not null,
  primary key (partnership_id, source_id, category_id, month, cell, load_id)
);

-- The same by hour of the day in local time, each incident spread over the hours it may have happened in. Only for sources that know hours.
create table hour_count (
  partnership_id uuid not null,
  source_id integer not null,
  category_id integer not null,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  load_id integer not null,
  weight double precision not null,
  primary key (partnership_id, source_id, category_id, day, hour, load_id)
);

-- Where a series stopped being the same: a change of recording, a closure, a new map. Proposed by the counts, decided by a person.
create table series_break (
  partnership_id uuid not null,
  break_id uuid not null default gen_random_uuid(),
  source_id integer not null,
  category_id integer, -- null: every category
  area_id integer, -- null: everywhere
  month date not null,
  state text not null check (state in ('confirmed', 'refused')),
  reason text not null check (length(reason) between 10 and 2000),
  decided_by uuid,
  decided_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, break_id),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id),
  foreign key (partnership_id, decided_by) references account (partnership_id, account_id)
);

-- What was unusual, worked out afresh after each load.
create table signal (
  partnership_id uuid not null,
  source_id integer not null,
  category_id integer not null,
  area_id integer not null,
  month date not null,
  data_version integer not null,
  direction text not null check (direction in ('higher', 'lower')),
  n integer not null,
  expected double precision not null,
  lower double precision not null,
  upper double precision not null,
  p double precision not null,
  since date not null,
  method text not null,
  sentence text not null,
  primary key (partnership_id, source_id, category_id, area_id, month)
);

-- What a person made of it: kept although the signal is worked out again.
create table signal_decision (
  partnership_id uuid not null,
  source_id integer not null,
  category_id integer not null,
  area_id integer not null,
  month date not null,
  decision text not null check (decision in ('pinned', 'dismissed')),
  reason text check (length(reason) between 10 and 2000),
  measure_id uuid,
  item_id uuid,
  decided_by uuid,
  decided_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, source_id, category_id, area_id, month),
  foreign key (partnership_id, decided_by) references account (partnership_id, account_id),
  check (decision = 'pinned' or reason is not null),
  check (decision = 'dismissed' or measure_id is not null or item_id is not null)
);

-- A measure whose readings are worked out by a room that has figures, after each change of its data.
create table measure_feed (
  partnership_id uuid not null,
  measure_id uuid not null,
  figure_source text not null,
  query jsonb not null,
  set_by uuid,
  set_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, measure_id),
  foreign key (partnership_id, measure_id) references measure (partnership_id, measure_id),
  foreign key (partnership_id, set_by) references account (partnership_id, account_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['source', 'source_term', 'source_mapping', 'area', 'area_denominator', 'map_lines', 'postcode_point', 'load', 'load_file', 'rejection', 'incident', 'incident_ending',
    'incident_person', 'area_count', 'cell_count', 'hour_count', 'series_break', 'signal', 'signal_decision', 'measure_feed']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  -- Depersonalised data open by role.
  foreach t in array array['source', 'source_term', 'source_mapping', 'area', 'area_denominator', 'map_lines', 'postcode_point', 'load', 'load_file', 'incident', 'incident_ending',
    'area_count', 'cell_count', 'hour_count', 'series_break', 'signal', 'signal_decision']
  loop
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and ((select may(''incidents.read'')) or (select is_system())))', t);
  end loop;
  foreach t in array array['source', 'source_term', 'source_mapping', 'area', 'area_denominator', 'map_lines', 'postcode_point', 'load', 'load_file', 'rejection', 'incident', 'incident_ending',
    'area_count', 'cell_count', 'hour_count', 'signal']
  loop
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and ((select may(''incidents.load'')) or (select is_system())))', t);
  end loop;
  foreach t in array array['source', 'source_term', 'area', 'area_denominator', 'map_lines', 'postcode_point', 'load', 'load_file']
  loop
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and ((select may(''incidents.load'')) or (select is_system())))', t);
  end loop;
  -- What an unfinished, failed or undone load left behind may be cleared away; what is visible may not.
  foreach t in array array['rejection', 'incident', 'incident_ending', 'area_count', 'cell_count', 'hour_count', 'incident_person']
  loop
    execute format('create policy clear on %I for delete using (partnership_id = (select current_partnership()) and ((select may(''incidents.load'')) or (select is_system()))
      and not exists (select from load l where l.partnership_id = %I.partnership_id and l.load_id = %I.load_id and l.state = ''visible''))', t, t, t);
  end loop;
  foreach t in array array['series_break', 'signal_decision']
  loop
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
    execute format('create policy remove on %I for delete using (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
  end loop;
end $$;
create policy renew on signal for delete using (partnership_id = (select current_partnership()) and ((select may('incidents.load')) or (select is_system())));
create policy renew on area_denominator for delete using (partnership_id = (select current_partnership()) and ((select may('incidents.load')) or (select is_system())));

-- A refused row keeps what was in it, so those of a personal source are personal.
create policy read on rejection for select using (partnership_id = (select current_partnership()) and ((select is_system()) or ((select may('incidents.load'))
  and ((select may('callers.read')) or exists (select from load l join source s using (partnership_id, source_id) where l.partnership_id = rejection.partnership_id and l.load_id = rejection.load_id and not s.personal)))));

-- People stand behind a power of their own; whoever loads may put them in without being able to read them back.
create policy read on incident_person for select using (partnership_id = (select current_partnership()) and ((select may('callers.read')) or (select is_system())));
create policy add on incident_person for insert with check (partnership_id = (select current_partnership()) and ((select may('incidents.load')) or (select is_system()))
  and exists (select from load l join source s using (partnership_id, source_id) where l.partnership_id = incident_person.partnership_id and l.load_id = incident_person.load_id and s.personal));

create policy read on measure_feed for select using (partnership_id = (select current_partnership()) and ((select may('measures.read')) or (select is_system())));
create policy add on measure_feed for insert with check (partnership_id = (select current_partnership()) and ((select may('measures.edit')) or (select is_system())));
create policy change on measure_feed for update using (partnership_id = (select current_partnership()) and (select may('measures.edit')));
create policy remove on measure_feed for delete using (partnership_id = (select current_partnership()) and (select may('measures.edit')));

-- The counts as they stand: one row a series and month, over the loads that are visible.
create view area_month with (security_invoker = true) as
  select c.partnership_id, c.source_id, c.area_id, c.category_id, c.month, sum(c.n)::integer as n
  from area_count c join load l on l.partnership_id = c.partnership_id and l.load_id = c.load_id and l.state = 'visible'
  group by c.partnership_id, c.source_id, c.area_id, c.category_id, c.month having sum(c.n) <> 0;
create view cell_month with (security_invoker = true) as
  select c.partnership_id, c.source_id, c.category_id, c.month, c.cell, sum(c.n)::integer as n
  from cell_count c join load l on l.partnership_id = c.partnership_id and l.load_id = c.load_id and l.state = 'visible'
  group by c.partnership_id, c.source_id, c.category_id, c.month, c.cell having sum(c.n) <> 0;

-- The versions that count.
create view current_incident with (security_invoker = true) as
  select i.* from incident i join load l on l.partnership_id = i.partnership_id and l.load_id = i.load_id and l.state = 'visible'
  where not exists (
    select from incident_ending e join load el on el.partnership_id = e.partnership_id and el.load_id = e.load_id and el.state = 'visible'
    where e.partnership_id = i.partnership_id and e.ended_load_id = i.load_id and e.ended_row_no = i.row_no);

-- Readings that data bring are entered by whoever loads the data, or by the command line.
create policy read_by_system on measure for select using (partnership_id = (select current_partnership()) and (select is_system()));
create policy read_by_system on reading for select using (partnership_id = (select current_partnership()) and (select is_system()));
create policy add_by_system on reading for insert with check (partnership_id = (select current_partnership()) and (select is_system()));
create policy supersede_by_system on reading for update using (partnership_id = (select current_partnership()) and (select is_system()));
