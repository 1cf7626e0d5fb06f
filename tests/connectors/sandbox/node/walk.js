"use strict";

/**
 * Walks through a local Xero with Xero's Node SDK and prints one JSON object: what each step found.
 *
 * It asserts nothing; the test that started it does. `walk.js '{"url": …, "clientId": …}'`
 */

const { LocalXero, allow, refusal, sendHome } = require("./local");

const told = JSON.parse(process.argv[2]);
const tenant = told.tenantId;

function client(scopes) {
  return new LocalXero(told.url, {
    clientId: told.clientId,
    clientSecret: told.clientSecret,
    redirectUris: [told.redirectUri],
    scopes: scopes.split(" "),
    state: "a state",
    grantType: "client_credentials",
  });
}

async function signedIn(scopes) {
  const xero = client(scopes);
  await xero.apiCallback(await allow(await xero.buildConsentUrl(), tenant));
  return xero;
}

async function everyList(api) {
  // one after another: Xero answers five calls at once and refuses the sixth
  const asked = {
    accounts: () => api.getAccounts(tenant),
    actions: () => api.getOrganisationActions(tenant),
    brandingThemes: () => api.getBrandingThemes(tenant),
    contactGroups: () => api.getContactGroups(tenant),
    contacts: () => api.getContacts(tenant),
    creditNotes: () => api.getCreditNotes(tenant),
    currencies: () => api.getCurrencies(tenant),
    invoiceReminders: () => api.getInvoiceReminders(tenant),
    invoices: () => api.getInvoices(tenant),
    organisations: () => api.getOrganisations(tenant),
    overpayments: () => api.getOverpayments(tenant),
    payments: () => api.getPayments(tenant),
    prepayments: () => api.getPrepayments(tenant),
    quotes: () => api.getQuotes(tenant),
    repeatingInvoices: () => api.getRepeatingInvoices(tenant),
    users: () => api.getUsers(tenant),
  };
  const found = {};
  for (const [name, ask] of Object.entries(asked)) {
    found[name] = (await ask()).body[name].length;
  }
  return found;
}

const numbers = (answer) => answer.body.invoices.map((each) => each.invoiceNumber).sort();

async function pages(api) {
  const found = [];
  for (const page of [1, 2, 3, 4]) {
    const answer = await api.getInvoices(
      tenant, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
      page, undefined, undefined, undefined, undefined, 4,
    );
    found.push({ numbers: numbers(answer), pagination: answer.body.pagination });
  }
  return found;
}

async function filters(api) {
  const where = (text, order) => api.getInvoices(tenant, undefined, text, order);
  const all = (await api.getInvoices(tenant)).body.invoices;
  const some = all.slice(0, 2);
  const kettle = all.find((each) => each.invoiceNumber === "INV-1").contact.contactID;
  const by = (ids, numbersOf, contacts, statuses) =>
    api.getInvoices(tenant, undefined, undefined, undefined, ids, numbersOf, contacts, statuses);
  return {
    where: numbers(await where('Type=="ACCREC" AND AmountDue>=500')),
    dates: numbers(await where("DueDate >= DateTime(2026,12,10) && Status==\"AUTHORISED\"")),
    contains: numbers(await where('Contact.Name.Contains("Kettle")')),
    guid: numbers(await where(`Contact.ContactID==Guid("${kettle}")`)),
    ids: numbers(await by(some.map((each) => each.invoiceID))),
    wantedIds: some.map((each) => each.invoiceNumber).sort(),
    numbers: numbers(await by(undefined, ["INV-1", "INV-3"])),
    contacts: numbers(await by(undefined, undefined, [kettle])),
    statuses: numbers(await by(undefined, undefined, undefined, ["DRAFT", "SUBMITTED"])),
    ordered: (await where('Type=="ACCREC"', "InvoiceNumber DESC")).body.invoices.map(
      (each) => each.invoiceNumber,
    ),
    never: numbers(await api.getInvoices(tenant, new Date("2030-01-01"))),
    since: numbers(await api.getInvoices(tenant, new Date("2020-01-01"))).length,
    archived: (
      await api.getContacts(tenant, undefined, undefined, undefined, undefined, undefined, true)
    ).body.contacts.map((each) => each.name),
  };
}

async function oneRecord(api) {
  const listed = (await api.getInvoices(tenant, undefined, 'InvoiceNumber=="INV-7"')).body;
  const { body } = await api.getInvoice(tenant, listed.invoices[0].invoiceID);
  const invoice = body.invoices[0];
  const contact = (await api.getContact(tenant, invoice.contact.contactID)).body.contacts[0];
  const pdf = (await api.getInvoiceAsPdf(tenant, invoice.invoiceID)).body;
  const link = (await api.getOnlineInvoice(tenant, invoice.invoiceID)).body.onlineInvoices[0];
  return {
    total: invoice.total,
    due: invoice.dueDate,
    changed: invoice.updatedDateUTC,
    rate: invoice.currencyRate,
    currency: invoice.currencyCode,
    lines: invoice.lineItems.map((line) => line.lineAmount),
    contact: contact.name,
    outstanding: contact.balances.accountsReceivable.outstanding,
    pdf: Buffer.from(pdf).subarray(0, 5).toString(),
    link: link.onlineInvoiceUrl,
  };
}

async function contactsAndGroups(api) {
  const name = "Fish & Sons <Quay>";
  const people = [{ firstName: "Bo", emailAddress: "bo@fish.example", includeInEmails: true }];
  const made = (await api.createContacts(tenant, { contacts: [{ name, contactPersons: people }] }))
    .body.contacts[0];
  const id = made.contactID;
  const edited = { emailAddress: "pay@fish.example", contactPersons: people };
  const updated = (await api.updateContact(tenant, id, { contacts: [edited] })).body.contacts[0];
  const group = (await api.createContactGroup(tenant, { contactGroups: [{ name: "By Node" }] }))
    .body.contactGroups[0].contactGroupID;
  await api.createContactGroupContacts(tenant, group, { contacts: [{ contactID: id }] });
  const members = (await api.getContactGroup(tenant, group)).body.contactGroups[0].contacts;
  await api.deleteContactGroupContact(tenant, group, id);
  const left = (await api.getContactGroup(tenant, group)).body.contactGroups[0].contacts;
  await api.createContactHistory(tenant, id, { historyRecords: [{ details: "Rang & wrote" }] });
  const notes = (await api.getContactHistory(tenant, id)).body.historyRecords;
  return {
    name: updated.name,
    email: updated.emailAddress,
    people: updated.contactPersons.map((each) => each.firstName),
    members: members.map((each) => each.contactID === id),
    left: left.length,
    note: notes[0].details,
  };
}

async function invoicesAndPayments(api) {
  const contactID = (await api.getInvoices(tenant)).body.invoices.find(
    (each) => each.invoiceNumber === "INV-1",
  ).contact.contactID;
  const lineItems = [{ description: "Oil", quantity: 3, unitAmount: 12.35, accountCode: "200" }];
  const drafted = {
    type: "ACCREC", contact: { contactID }, status: "AUTHORISED", lineItems,
    date: "2026-11-24", dueDate: "2026-12-31",
  };
  const key = "made once";
  const twice = [];
  for (let time = 0; time < 2; time += 1) {
    const answer = await api.createInvoices(
      tenant, { invoices: [drafted] }, undefined, undefined, key,
    );
    twice.push(answer.body.invoices[0]);
  }
  const [{ invoiceID, total, amountDue }, again] = twice;
  const promise = { invoices: [{ expectedPaymentDate: "2027-01-08" }] };
  const promised = (await api.updateInvoice(tenant, invoiceID, promise)).body.invoices[0];
  const paid = { invoice: { invoiceID }, account: { code: "090" }, amount: 7.05, date: "2026-11-24" };
  const payment = (await api.createPayments(tenant, { payments: [paid] })).body.payments[0];
  const after = (await api.getInvoice(tenant, invoiceID)).body.invoices[0];
  await api.deletePayment(tenant, payment.paymentID, { status: "DELETED" });
  const reversed = (await api.getInvoice(tenant, invoiceID)).body.invoices[0];
  const mailed = await api.emailInvoice(tenant, invoiceID, {});
  return {
    total, amountDue,
    isSame: again.invoiceID === invoiceID,
    expected: promised.expectedPaymentDate,
    afterPayment: after.amountDue,
    afterReversal: reversed.amountDue,
    mailed: mailed.response.status,
  };
}

async function refusals(api) {
  const nobody = "00000000-0000-0000-0000-000000000000";
  const bad = { contacts: [{ name: "Fresh" }, { name: "Quay Bistro" }] };
  const each = (await api.createContacts(tenant, bad, false)).body.contacts;
  return {
    validation: await refusal(
      api.createContactGroup(tenant, { contactGroups: [{ name: "VIP" }] }),
    ),
    where: await refusal(api.getInvoices(tenant, undefined, 'Nonsense=="x"')),
    unknown: await refusal(api.getInvoice(tenant, nobody)),
    forbidden: await refusal(api.getUsers(nobody)),
    unauthorised: await refusal(stranger().getUsers(tenant)),
    inPlace: each.map((one) => one.hasValidationErrors || one.validationErrors?.length > 0),
  };
}

/** The API with a token that nobody issued. */
function stranger() {
  const xero = client(told.scopes);
  xero.setTokenSet({ access_token: "nonsense" });
  return xero.accountingApi;
}

/** One fault after another, as the test set them; the SDK retries nothing. */
async function faults(api) {
  const found = [];
  for (let count = 0; count < told.faults; count += 1) {
    found.push(await refusal(api.getBrandingThemes(tenant)));
  }
  return found;
}

async function identity() {
  const xero = await signedIn(told.scopes);
  const claims = xero.readTokenSet().claims();
  const tenants = await xero.updateTenants(false);
  const before = xero.readTokenSet().refresh_token;
  await xero.refreshToken();
  const second = xero.readTokenSet().refresh_token;
  await xero.refreshWithRefreshToken(told.clientId, told.clientSecret, second);
  const third = xero.readTokenSet().refresh_token;
  const detailed = await xero.updateTenants();
  await xero.disconnect(tenants[0].id);
  const lost = await refusal(xero.accountingApi.getUsers(tenant));
  await xero.revokeToken();
  const app = client(told.scopes);
  await app.getClientCredentialsToken();
  const name = (await app.accountingApi.getOrganisations(tenant)).body.organisations[0].name;
  return {
    email: claims.email,
    tenants: tenants.map((each) => each.tenantId),
    details: detailed.map((each) => each.tenantName),
    rotated: new Set([before, second, third]).size,
    lost: lost.status,
    withoutAPerson: name,
  };
}

async function main() {
  sendHome(told.url);
  const xero = await signedIn(told.scopes);
  const api = xero.accountingApi;
  const found = { faults: await faults(api) };
  for (const step of [everyList, pages, filters, oneRecord, contactsAndGroups,
    invoicesAndPayments, refusals]) {
    found[step.name] = await step(api);
  }
  found.identity = await identity();
  process.stdout.write(JSON.stringify(found));
}

main().catch((thrown) => {
  process.stderr.write(`${thrown.stack || thrown}\n`);
  process.exitCode = 1;
});
