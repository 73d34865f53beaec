"""Look for known vulnerabilities in what is installed beside this Python, and say loudly what was not looked up.

pip-audit alone ends well where the service knows none of the packages, or cannot be asked. Here only a package that
was looked up counts as checked. Ends with 1 where a vulnerability is known, else with 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SERVICES = ("pypi", "osv")
"""Whom to ask, in order, until one answers for most packages."""


def main() -> int:
    """Ask, print what came of it, and return the exit status."""
    found: list[dict[str, Any]] = []
    for service in SERVICES:
        found = max(asked(service), found, key=lambda packages: (known(packages), len(packages)))
        if known(found) * 2 > len(found):
            break
    lines, status = judged(found)
    sys.stdout.write("\n".join(lines) + "\n")
    return status


def known(packages: list[dict[str, Any]]) -> int:
    """How many packages were looked up."""
    return sum("vulns" in one for one in packages)


def asked(service: str) -> list[dict[str, Any]]:
    """What a service says of every package, empty where it cannot be asked."""
    command = [sys.executable, "-m", "pip_audit", "--skip-editable", "--progress-spinner", "off", "--desc", "off"]
    command += ["-s", service, "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    try:
        answer: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        sys.stderr.write(f"{service}: {(done.stderr.strip().splitlines() or ['no answer'])[-1]}\n")
        return []
    return answer


def judged(packages: list[dict[str, Any]]) -> tuple[list[str], int]:
    """Lines about packages as pip-audit lists them, and the exit status."""
    checked = [one for one in packages if "vulns" in one]
    missed = [one["name"] for one in packages if "vulns" not in one]
    bad = [(one, vulnerability) for one in checked for vulnerability in one["vulns"]]
    lines = [f"{len(checked)} packages looked up, {len(bad)} known vulnerabilities in them"]
    for one, vulnerability in bad:
        mended = ", ".join(vulnerability.get("fix_versions", [])) or "no version yet"
        lines.append(f"  {one['name']} {one['version']}: {vulnerability['id']}, mended in {mended}")
    if missed or not checked:
        lines += ["", "!" * 78]
        lines.append(f"NOT CHECKED: {len(missed) or 'all'} packages could not be looked up; nothing is known of them.")
        lines.append(
            "The service of advisories cannot be reached from here, or knows them not. Run make audit elsewhere."
        )
        if missed:
            lines.append("  " + ", ".join(missed[:8]) + (f" and {len(missed) - 8} more" if len(missed) > 8 else ""))
        lines.append("!" * 78)
    return lines, int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
