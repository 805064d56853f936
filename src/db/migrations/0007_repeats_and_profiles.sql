-- What a person decided of two records: one person, or two. A record is named by what outlives a new version of it: source, month, key and part.
create table match_decision (
  partnership_id uuid not null references partnership,
  record text not null,
  other_record text not null check (other_record > record),
  verdict text not null check (verdict in ('confirmed', 'refused')),
  reason text check (length(reason) between 3 and 2000),
  weight double precision not null, -- in bits, as it stood when it was decided
  decided_by uuid,
  decided_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, record, other_record),
  foreign key (partnership_id, decided_by) references account (partnership_id, account_id)
);

-- What was done about a person's second report within the window: told of the case review, referred, or why not.
create table repeat_answer (
  partnership_id uuid not null references partnership,
  record text not null, -- the report that made it a repeat
  answer text not null check (answer in ('told of the case review', 'referred', 'no action')),
  note text not null check (length(note) between 3 and 2000),
  answered_by uuid,
  answered_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, record),
  foreign key (partnership_id, answered_by) references account (partnership_id, account_id)
);

-- A problem profile: commissioned, drafted, presented, answered with a plan, reviewed.
create table profile (
  partnership_id uuid not null references partnership,
  profile_id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  question text not null check (length(question) between 1 and 2000), -- what whoever commissioned it wants to know
  state text not null default 'commissioned' check (state in ('commissioned', 'drafted', 'presented', 'response', 'reviewed')),
  owner_id uuid not null,
  reviewer_id uuid,
  review_on date,
  source_id integer not null,
  category_ids integer[] not null,
  from_month date not null,
  to_month date not null check (to_month >= from_month),
  version integer not null default 1,
  made_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, profile_id),
  foreign key (partnership_id, owner_id) references account (partnership_id, account_id),
  foreign key (partnership_id, reviewer_id) references account (partnership_id, account_id),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id)
);

-- What the analyst writes under each heading.
create table profile_section (
  partnership_id uuid not null,
  profile_id uuid not null,
  heading text not null,
  text text not null check (length(text) <= 50000),
  version integer not null default 1,
  changed_by uuid,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, profile_id, heading),
  foreign key (partnership_id, profile_id) references profile (partnership_id, profile_id),
  foreign key (partnership_id, changed_by) references account (partnership_id, account_id)
);

-- A live table, chart or map, put under a heading with the query it is made by.
create table profile_exhibit (
  partnership_id uuid not null,
  exhibit_id uuid not null default gen_random_uuid(),
  profile_id uuid not null,
  heading text not null,
  position integer not null,
  kind text not null check (kind in ('trend', 'table', 'map', 'concentration', 'time', 'signals', 'repeats')),
  query jsonb not null,
  caption text not null check (length(caption) between 1 and 500),
  primary key (partnership_id, exhibit_id),
  foreign key (partnership_id, profile_id) references profile (partnership_id, profile_id)
);

create table profile_recommendation (
  partnership_id uuid not null,
  recommendation_id uuid not null default gen_random_uuid(),
  profile_id uuid not null,
  position integer not null,
  text text not null check (length(text) between 1 and 1000),
  plan_item_id uuid, -- the action it became
  primary key (partnership_id, recommendation_id),
  foreign key (partnership_id, profile_id) references profile (partnership_id, profile_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id)
);

-- What was presented, as it stood: its text and the figures of its exhibits. Never changed.
create table profile_edition (
  partnership_id uuid not null,
  profile_id uuid not null,
  number integer not null,
  audience text not null check (audience in ('restricted', 'publishable')),
  content jsonb not null,
  published_by uuid,
  published_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, profile_id, number),
  foreign key (partnership_id, profile_id) references profile (partnership_id, profile_id),
  foreign key (partnership_id, published_by) references account (partnership_id, account_id)
);

-- Something done at a place for a time, with places to compare it with.
create table intervention (
  partnership_id uuid not null references partnership,
  intervention_id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  what text not null check (length(what) between 1 and 2000),
  expected text check (length(expected) <= 1000), -- the effect it was done for
  source_id integer not null,
  category_ids integer[] not null,
  treated integer[] not null check (cardinality(treated) > 0), -- area_ids
  nearby integer[] not null, -- where it may have gone, or spread
  compared integer[] not null check (cardinality(compared) > 0),
  starts date not null,
  ends date not null check (ends > starts),
  carry_over_months integer not null default 0 check (carry_over_months between 0 and 12), -- after it, left out
  plan_item_id uuid,
  version integer not null default 1,
  made_by uuid,
  made_at timestamptz not null default clock_timestamp(),
  primary key (partnership_id, intervention_id),
  foreign key (partnership_id, source_id) references source (partnership_id, source_id),
  foreign key (partnership_id, plan_item_id) references plan_item (partnership_id, plan_item_id),
  foreign key (partnership_id, made_by) references account (partnership_id, account_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['match_decision', 'repeat_answer', 'profile', 'profile_section', 'profile_exhibit', 'profile_recommendation', 'profile_edition', 'intervention']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['match_decision', 'repeat_answer']
  loop
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and (select may(''callers.read'')))', t);
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''callers.read'')))', t);
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''callers.read'')))', t);
    execute format('create policy remove on %I for delete using (partnership_id = (select current_partnership()) and (select may(''callers.read'')))', t);
  end loop;
  foreach t in array array['profile', 'profile_section', 'profile_exhibit', 'profile_recommendation', 'profile_edition', 'intervention']
  loop
    execute format('create policy read on %I for select using (partnership_id = (select current_partnership()) and (select may(''incidents.read'')))', t);
    execute format('create policy add on %I for insert with check (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
  end loop;
  -- An edition is neither changed nor removed.
  foreach t in array array['profile', 'profile_section', 'profile_exhibit', 'profile_recommendation', 'intervention']
  loop
    execute format('create policy change on %I for update using (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
  end loop;
  foreach t in array array['profile_exhibit', 'profile_recommendation', 'intervention']
  loop
    execute format('create policy remove on %I for delete using (partnership_id = (select current_partnership()) and (select may(''analysis.edit'')))', t);
  end loop;
end $$;
