-- Mail waits here, written in the transaction that causes it, until the sender takes it. `effect` makes each happen once.
create table notice (
  partnership_id uuid not null references partnership,
  notice_id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  effect text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  sent_at timestamptz,
  failed text,
  primary key (partnership_id, notice_id),
  unique (partnership_id, effect),
  foreign key (partnership_id, account_id) references account (partnership_id, account_id)
);
create index notice_waiting on notice (next_attempt_at) where sent_at is null;
alter table notice enable row level security;
alter table notice force row level security;
create policy read on notice for select
  using ((select is_system()) or (partnership_id = (select current_partnership()) and (account_id = (select current_account()) or (select may('plans.edit')))));
create policy add on notice for insert
  with check (partnership_id = (select current_partnership()) and ((select may('plans.edit')) or (select is_system())));
create policy send on notice for update using ((select is_system()));
