-- A paper may say at length how far an item has come and give no rating. Its words are kept with the item's state until someone rates it.
alter table plan_item drop constraint plan_item_state_note_check;
alter table plan_item add constraint plan_item_state_note_check check (length(state_note) <= 50000);

-- What a paper states gives way to what its next version states; the updates that were made of it stay.
create policy remove on stated_rating for delete using (partnership_id = (select current_partnership()) and (select may('plans.edit')));

create index import_batch_by_hash on import_batch (partnership_id, file_hash);
