"use strict";

/**
 * Xero's Node SDK pointed at a local Xero.
 *
 * The accounting address is an attribute of its API; issuer and hosts are constants of the SDK, so
 * the issuer is discovered by hand and calls to Xero's hosts are sent to the local one by axios.
 */

const axios = require("axios");
const { Issuer, custom } = require("openid-client");
const { XeroClient } = require("xero-node");

const HOSTS = /^https:\/\/(api|identity)\.xero\.com/;
// an identity token lives five minutes on the local Xero's clock, which is not this machine's
const ANY_CLOCK = 3_000_000_000;
const TIMEOUT = 10_000;

function sendHome(url) {
  axios.interceptors.request.use((asked) => {
    asked.url = asked.url.replace(HOSTS, url);
    asked.timeout = TIMEOUT;
    return asked;
  });
}

class LocalXero extends XeroClient {
  constructor(url, config) {
    super({ ...config, clockTolerance: ANY_CLOCK });
    this.url = url;
    this.accountingApi.basePath = `${url}/api.xro/2.0`;
  }

  async initialize() {
    custom.setHttpOptionsDefaults({ timeout: TIMEOUT });
    const issuer = await Issuer.discover(this.url);
    this.openIdClient = new issuer.Client({
      client_id: this.config.clientId,
      client_secret: this.config.clientSecret,
      redirect_uris: this.config.redirectUris,
    });
    this.openIdClient[custom.clock_tolerance] = this.config.clockTolerance;
    return this;
  }
}

/** What the redirect carries once a person said yes on the consent page. */
async function allow(consentUrl, tenant) {
  const answer = await axios.post(consentUrl, new URLSearchParams({ decision: "allow", tenant }), {
    maxRedirects: 0,
    validateStatus: (status) => status === 302,
  });
  return answer.headers.location;
}

/** The status and words of a refusal: the SDK throws one JSON text. */
async function refusal(promise) {
  try {
    await promise;
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    const { response } = JSON.parse(thrown);
    return { status: response.statusCode, body: response.body, headers: response.headers };
  }
  throw new Error("it was not refused");
}

module.exports = { LocalXero, allow, refusal, sendHome };
