-- Who is asking. Each transaction sets these for its own length (src/db/tx.ts); after it ends they read as ''.
create function current_account() returns uuid language sql stable
  as $$ select nullif(current_setting('wardmote.account', true), '')::uuid $$;
create function current_partnership() returns uuid language sql stable
  as $$ select nullif(current_setting('wardmote.partnership', true), '')::uuid $$;
create function is_system() returns boolean language sql stable
  as $$ select coalesce(current_setting('wardmote.system', true), '') <> '' $$;

-- The powers of each role, written from src/people/powers.ts at every migration.
create table role_power (role text not null, power text not null, primary key (role, power));
alter table role_power enable row level security;
alter table role_power force row level security;
create policy everyone_reads on role_power for select using (true);
-- Only the migrating role is granted these; force makes the policies bind even the owner.
create policy owner_adds on role_power for insert with check (true);
create policy owner_removes on role_power for delete using (true);

create table partnership (
  partnership_id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  area text not null check (length(area) between 1 and 200),
  synthetic boolean not null default false,
  created_at timestamptz not null default now()
);
alter table partnership enable row level security;
alter table partnership force row level security;
create policy own on partnership using (partnership_id = (select current_partnership()) or (select is_system()))
  with check ((select is_system()));

-- One partnership's audit log: each entry seals the one before it (src/db/audit.ts). The application can add, never change.
create table audit_head (
  partnership_id uuid primary key references partnership,
  entries bigint not null default 0,
  seal text not null default ''
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy own on audit_head using (partnership_id = (select current_partnership()) or (select is_system()));

create table audit_entry (
  partnership_id uuid not null references partnership,
  entry bigint not null,
  at text not null,
  account_id uuid,
  act text not null check (act in ('collected', 'altered', 'consulted', 'disclosed', 'combined', 'erased', 'signed in', 'signed out', 'refused')),
  subject_kind text not null,
  subject_id text,
  details jsonb not null,
  previous_seal text not null,
  seal text not null,
  primary key (partnership_id, entry)
);
create index audit_entry_by_account on audit_entry (partnership_id, account_id, entry desc);
create index audit_entry_by_subject on audit_entry (partnership_id, subject_kind, subject_id, entry desc);
create index audit_entry_by_time on audit_entry (partnership_id, at);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;

-- Organisations: statutory partners (Crime and Disorder Act 1998, s.5) and those invited; a unit belongs to another.
create table organisation (
  partnership_id uuid not null references partnership,
  organisation_id uuid not null default gen_random_uuid(),
  parent_id uuid,
  standing text not null check (standing in ('statutory', 'invited')),
  legal_ground text,
  sector text not null check (sector in ('council', 'police', 'fire', 'probation', 'health', 'transport', 'voluntary', 'business', 'community', 'other')),
  joined_on date,
  left_on date check (left_on >= joined_on),
  primary key (partnership_id, organisation_id),
  foreign key (partnership_id, parent_id) references organisation (partnership_id, organisation_id),
  check (parent_id is distinct from organisation_id)
);

-- What an organisation is and was called: one full name at a time, and any number of codes and other names in use.
create table organisation_name (
  partnership_id uuid not null,
  organisation_name_id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('name', 'code', 'alias')),
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  primary key (partnership_id, organisation_name_id),
  foreign key (partnership_id, organisation_id) references organisation (partnership_id, organisation_id)
);
create index organisation_name_of on organisation_name (partnership_id, organisation_id);
create unique index one_present_name on organisation_name (partnership_id, organisation_id) where kind = 'name' and valid_to is null;

create table account (
  partnership_id uuid not null references partnership,
  account_id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  email text not null check (email = lower(email) and email like '%_@_%'),
  name text not null check (length(name) between 1 and 200),
  post text,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (partnership_id, account_id),
  unique (partnership_id, email),
  foreign key (partnership_id, organisation_id) references organisation (partnership_id, organisation_id)
);
create index account_by_email on account (email);

-- What proves who someone is, apart from what colleagues may read of them. Nobody but the account itself sees it, not even an administrator.
create table credential (
  partnership_id uuid not null,
  account_id uuid not null,
  password_hash text,
  password_set_at timestamptz,
  totp_secret text,
  totp_last_step bigint,
  primary key (partnership_id, account_id),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id) on delete cascade,
  check (totp_last_step is null or totp_secret is not null)
);

-- Ten codes, each good once, for the day the telephone is lost.
create table recovery_code (
  partnership_id uuid not null,
  account_id uuid not null,
  code_hash text not null,
  primary key (partnership_id, account_id, code_hash),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id) on delete cascade
);

-- Failed tries at signing in, by the hash of the address typed, whether or not anyone has it: both are held off alike. Forgotten after a day.
create table sign_in_try (
  email_hash text primary key,
  failures integer not null,
  held_until timestamptz,
  last_at timestamptz not null default now()
);

create table account_role (
  partnership_id uuid not null,
  account_id uuid not null,
  role text not null,
  primary key (partnership_id, account_id, role),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id)
);

-- A session is known by the hash of a random value only its browser holds. One that awaits its one-time code opens nothing.
create table session (
  session_hash text primary key,
  partnership_id uuid not null,
  account_id uuid not null,
  awaits_code boolean not null default false,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id) on delete cascade
);
create index session_by_account on session (partnership_id, account_id);

create table one_time_link (
  link_hash text primary key,
  partnership_id uuid not null,
  account_id uuid not null,
  expires_at timestamptz not null,
  -- Using it also ends one-time codes: the person has lost what made them.
  ends_codes boolean not null default false,
  foreign key (partnership_id, account_id) references account (partnership_id, account_id) on delete cascade
);

-- What the account that asks may do and where it belongs, resolved once as a transaction begins (src/db/tx.ts) from what stands there then:
-- taking a role away, or disabling an account, works on the very next one. Read again by each policy it would cost more than the pages themselves.
create function resolve_powers() returns void language sql as $$
  select
    set_config('wardmote.powers', coalesce((
      select ',' || string_agg(distinct p.power, ',') || ','
      from account a
        join account_role r on r.partnership_id = a.partnership_id and r.account_id = a.account_id
        join role_power p on p.role = r.role
      where a.partnership_id = current_partnership() and a.account_id = current_account() and a.disabled_at is null), ''), true),
    set_config('wardmote.organisation', coalesce((
      select a.organisation_id::text from account a
      where a.partnership_id = current_partnership() and a.account_id = current_account() and a.disabled_at is null), ''), true)
$$;
create function may(wanted text) returns boolean language sql stable
  as $$ select position(',' || wanted || ',' in coalesce(current_setting('wardmote.powers', true), '')) > 0 $$;
create function current_organisation() returns uuid language sql stable
  as $$ select nullif(current_setting('wardmote.organisation', true), '')::uuid $$;

alter table organisation enable row level security;
alter table organisation force row level security;
alter table organisation_name enable row level security;
alter table organisation_name force row level security;
alter table account enable row level security;
alter table account force row level security;
alter table account_role enable row level security;
alter table account_role force row level security;
alter table credential enable row level security;
alter table credential force row level security;
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
alter table sign_in_try enable row level security;
alter table sign_in_try force row level security;
alter table session enable row level security;
alter table session force row level security;
alter table one_time_link enable row level security;
alter table one_time_link force row level security;

create policy read_audit on audit_entry for select
  using ((partnership_id = (select current_partnership()) and (select may('audit.read'))) or (select is_system()));
-- Nobody writes an entry in another's name.
create policy append_audit on audit_entry for insert
  with check (partnership_id = (select current_partnership()) and account_id is not distinct from (select current_account()));

create policy read_own on organisation for select using (partnership_id = (select current_partnership()) or (select is_system()));
create policy edit on organisation for all
  using (partnership_id = (select current_partnership()) and ((select may('organisations.edit')) or (select is_system())))
  with check (partnership_id = (select current_partnership()) and ((select may('organisations.edit')) or (select is_system())));
create policy read_own on organisation_name for select using (partnership_id = (select current_partnership()) or (select is_system()));
create policy edit on organisation_name for all
  using (partnership_id = (select current_partnership()) and ((select may('organisations.edit')) or (select is_system())))
  with check (partnership_id = (select current_partnership()) and ((select may('organisations.edit')) or (select is_system())));

-- Names of colleagues are read across one's own partnership.
create policy read_own on account for select using (partnership_id = (select current_partnership()) or (select is_system()));
create policy add on account for insert
  with check (partnership_id = (select current_partnership()) and ((select may('accounts.manage')) or (select is_system())));
create policy change on account for update
  using ((partnership_id = (select current_partnership()) and ((select may('accounts.manage')) or account_id = (select current_account()))) or (select is_system()));
create policy read_own on account_role for select using (partnership_id = (select current_partnership()) or (select is_system()));
create policy give on account_role for insert
  with check (partnership_id = (select current_partnership()) and ((select may('accounts.manage')) or (select is_system())));
create policy take on account_role for delete
  using (partnership_id = (select current_partnership()) and ((select may('accounts.manage')) or (select is_system())));
create policy system_only on credential using ((select is_system()));
create policy own on credential
  using (partnership_id = (select current_partnership()) and account_id = (select current_account()));
create policy system_only on recovery_code using ((select is_system()));
create policy own on recovery_code
  using (partnership_id = (select current_partnership()) and account_id = (select current_account()));
create policy system_only on sign_in_try using ((select is_system()));
-- Only sign-in begins a session: an administrator can end a colleague's, and never take one on.
create policy system_only on session using ((select is_system()));
create policy see on session for select
  using (partnership_id = (select current_partnership()) and (account_id = (select current_account()) or (select may('accounts.manage'))));
create policy finish on session for delete
  using (partnership_id = (select current_partnership()) and (account_id = (select current_account()) or (select may('accounts.manage'))));
create policy system_only on one_time_link using ((select is_system()));
create policy issue on one_time_link for insert
  with check (partnership_id = (select current_partnership()) and (select may('accounts.manage')));

-- People may change their own password, codes and name; where they belong and whether they may come in is the administrator's.
create function guard_own_account() returns trigger language plpgsql as $$
begin
  if not is_system() and not may('accounts.manage') and
    (new.partnership_id, new.account_id, new.organisation_id, new.email, new.disabled_at)
      is distinct from (old.partnership_id, old.account_id, old.organisation_id, old.email, old.disabled_at)
  then raise exception 'only an administrator may change this' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_own_account before update on account for each row execute function guard_own_account();
