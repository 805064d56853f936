import type { Role } from '../people/powers.ts'

// Nobody real: the names say so, and no mail can reach .example (RFC 2606).
export const PASSWORD = 'wardmote-example'

export type ExampleAccount = { email: string; name: string; post: string; partner: string; role: Role; does: string }

const account = (who: string, name: string, post: string, partner: string, role: Role, does: string): ExampleAccount =>
  ({ email: `${who}@city.example`, name: `${name} Example`, post, partner, role, does })

export const ACCOUNTS: readonly ExampleAccount[] = [
  account('coordinator', 'Corin', 'Community safety manager', 'CST', 'coordinator', 'keeps the plans, coordinates the cases and publishes editions'),
  account('prevent', 'Priya', 'Prevent coordinator', 'Prevent', 'owner', 'answers for the three Prevent activities'),
  account('inspector', 'Idris', 'Inspector, local policing', 'CoLP', 'owner', 'answers for what the police lead'),
  account('licensing', 'Lena', 'Licensing manager', 'PP', 'owner', 'answers for work with licensed premises'),
  account('outreach', 'Otis', 'Homelessness and outreach lead', 'Outreach', 'owner', 'answers for support to people sleeping rough'),
  account('board', 'Bronwen', 'Borough commander', 'LFB', 'board member', 'reads the dashboard, the plans and what is published'),
  account('analyst', 'Anwar', 'Community safety analyst', 'P&P Hub', 'analyst', 'keeps the measures and enters readings'),
  account('caseworker', 'Cerys', 'Anti-social behaviour caseworker', 'Housing', 'case worker', 'works cases of anti-social behaviour for the council'),
  account('constable', 'Connie', 'Dedicated ward officer', 'CoLP', 'case worker', 'works cases for the police'),
  account('inspector.chair', 'Chidi', 'Detective inspector, public protection', 'PPU', 'case worker', 'chairs the community MARAC with the council'),
  account('health', 'Hana', 'Mental health liaison nurse', 'Health', 'case worker', 'works cases for the health service'),
  account('probation', 'Perry', 'Probation officer', 'Probation', 'case worker', 'works cases for the probation service'),
  account('fire', 'Farid', 'Home fire safety officer', 'LFB', 'case worker', 'works cases for the fire brigade'),
  account('support', 'Vashti', 'Victim care officer', 'Victim Support', 'case worker', 'works cases for a charity'),
  account('transport', 'Tomas', 'Neighbourhood constable', 'BTP', 'case worker', 'whose agreement has lapsed: sees no case'),
  account('patrol', 'Pippa', 'Patrol officer', 'Parkguard', 'owner', 'refers cases from the street'),
  account('police.governance', 'Gwen', 'Information governance manager, police', 'CoLP', 'information governance lead', 'signs agreements for the police'),
  account('premises', 'Piotr', 'Licensing officer', 'Licensing', 'licensing officer', 'reads the plans and measures that concern premises'),
  account('governance', 'Gita', 'Information governance lead', 'TC', 'information governance lead', 'keeps sharing agreements, reviews emergency access, searches the audit log'),
  account('admin', 'Ade', 'Systems administrator', 'CoLC', 'administrator', 'adds people and partners'),
  account('reader', 'Robin', 'Elected Member', 'CoLC', 'reader', 'reads published editions'),
]
