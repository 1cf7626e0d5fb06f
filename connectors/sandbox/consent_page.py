"""The two pages of the consent screen, as templates; plain HTML that works without JavaScript."""

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="icon" href="data:,"><style>
body{{font:16px/1.5 system-ui,sans-serif;background:#f4f5f3;color:#1c2321;margin:0}}
main{{max-width:32rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:10px;
box-shadow:0 1px 6px #0002}}h1{{font-size:1.35rem;margin-top:0}}fieldset{{border:1px solid #ccd2cf;
border-radius:8px;margin:1rem 0}}label{{display:block;padding:.35rem 0}}code{{font-size:.85rem}}
button{{font:inherit;padding:.6rem 1.2rem;border-radius:8px;border:1px solid #1a6f5b;
margin-right:.5rem}}button[value=allow]{{background:#1a6f5b;color:#fff}}
button[value=cancel]{{background:#fff;color:#1a6f5b}}small{{color:#55605c}}
</style></head><body><main>"""

CONSENT = (
    _HEAD.format(title="Local Xero: allow access")
    + """
<small>Local Xero. Nothing here reaches the real one.</small>
<h1>{{ app }} wants access</h1>
<form method="post">
<fieldset><legend>You are</legend>
{% for key, name, email in users %}<label><input type="radio" name="user" value="{{ key }}"
{% if loop.first %}checked{% endif %}> {{ name }} <small>{{ email }}</small></label>{% endfor %}
</fieldset>
{% if organisations %}<fieldset><legend>Organisation to connect</legend>
{% for tenant, name in organisations %}<label><input type="radio" name="tenant"
value="{{ tenant }}" {% if loop.first %}checked{% endif %}> {{ name }}</label>{% endfor %}
</fieldset>{% endif %}
<details><summary>What it asks for</summary><ul>
{% for scope in scopes %}<li><code>{{ scope }}</code></li>{% endfor %}</ul></details>
<p><button name="decision" value="allow">Allow access</button>
<button name="decision" value="cancel">Cancel</button></p>
</form></main></body></html>"""
)

REFUSED = (
    _HEAD.format(title="Local Xero: this cannot go on")
    + """
<h1>Sorry, this request cannot go on</h1><p>Error: <code>{{ code }}</code></p>
<p>{{ sentence }} Nothing was allowed. Correct the app's authorise address and try again.</p>
</main></body></html>"""
)
