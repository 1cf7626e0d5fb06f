"use strict";

/**
 * One answer of a local Xero through Xero's Node SDK, as JSON: `ask.js read {…}`, `ask.js raise {…}`.
 *
 * `read` shows sales invoices, the members of a group and the notes on a contact; `raise` makes an
 * invoice. `told.token` is an access token that somebody else has got.
 */

const { LocalXero, sendHome } = require("./local");

const [verb, text] = process.argv.slice(2);
const told = JSON.parse(text);
const tenant = told.tenantId;

async function read(api) {
  const { invoices } = (await api.getInvoices(tenant, undefined, 'Type=="ACCREC"')).body;
  const group = (await api.getContactGroup(tenant, told.group)).body.contactGroups[0];
  const notes = (await api.getContactHistory(tenant, told.contact)).body.historyRecords;
  return {
    invoices: invoices.map((each) => [
      each.invoiceNumber, each.status, each.dueDate.toISOString().slice(0, 10), each.currencyCode, each.amountDue,
    ]),
    group: [group.name, group.contacts.map((each) => each.contactID)],
    notes: notes.map((each) => each.details),
  };
}

async function raise(api) {
  const invoice = {
    type: "ACCREC", status: "AUTHORISED", contact: { contactID: told.contact },
    date: told.date, dueDate: told.due, invoiceNumber: told.number,
    lineItems: [{ description: "Oil", quantity: 1, unitAmount: told.amount }],
  };
  return (await api.createInvoices(tenant, { invoices: [invoice] })).body.invoices[0].invoiceID;
}

async function main() {
  sendHome(told.url);
  const xero = new LocalXero(told.url, {});
  xero.setTokenSet({ access_token: told.token });
  const found = await { read, raise }[verb](xero.accountingApi);
  process.stdout.write(JSON.stringify(found));
}

main().catch((thrown) => {
  process.stderr.write(`${thrown.stack || thrown}\n`);
  process.exitCode = 1;
});
