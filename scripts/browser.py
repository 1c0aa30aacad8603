"""Bundle the browser code: TypeScript, styles, fonts and icons -> src/milepost/web/static/built.

Each file directly in `web/scripts` and `web/styles`, each `web/<part>/index.ts` and `web/<part>/<part>.css` becomes
one bundle with a hash of its content in its name; `manifest.json` says which is which. Files in deeper folders are
pieces of those. The icons are the ones that templates, pages and scripts name, in one file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "milepost" / "web"
BUILT = WEB / "static" / "built"
ICONS = ROOT / "node_modules" / "@tabler" / "icons" / "icons"
# In templates `<c-icon name="plus" />` and `icon="plus"`, in Python `icon="plus"`, in scripts `icon("plus")`.
NAMED = re.compile(r"""(?:<c-icon\s+name=|\bicon=|\bicon\(|mp_icon\s+)["']([a-z0-9-]+)["']""")
SYMBOL = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> int:
    """Bundle into a new folder and put it in the place of the old one."""
    entries = [*(WEB / "scripts").glob("*.ts"), *(WEB / "styles").glob("*.css"), *WEB.glob("*/index.ts")]
    entries = sorted({*entries, *(file for file in WEB.glob("*/*.css") if file.stem == file.parent.name)})
    with tempfile.TemporaryDirectory(dir=ROOT / "node_modules") as folder:
        out = Path(folder) / "built"
        manifest = bundle(entries, out)
        manifest["icons.svg"] = write_icons(out)
        manifest["version"] = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:12]
        (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        compress(out)
        BUILT.parent.mkdir(exist_ok=True)
        if BUILT.exists():
            # Out of the way and not removed at once, so that a server that runs misses its files as short as possible.
            shutil.move(BUILT, Path(folder) / "old")
        shutil.move(out, BUILT)
    return 0


def bundle(entries: list[Path], out: Path) -> dict[str, str]:
    """Run esbuild; the name each entry got."""
    named = [f"{entry.parent.name if entry.stem == 'index' else entry.stem}={entry}" for entry in entries]
    meta = out.with_name("meta.json")
    command = [str(ROOT / "node_modules" / ".bin" / "esbuild"), *named]
    command += ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]
    command += ["--legal-comments=none", "--loader:.woff2=file", "--loader:.svg=dataurl"]
    command += ["--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]"]
    # The program may be a script for Node.js, which without one of the machine's is the one in .venv.
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv' / 'bin'}"}
    subprocess.run([*command, f"--outdir={out}", f"--metafile={meta}"], cwd=ROOT, env=environment, check=True)
    outputs = json.loads(meta.read_text(encoding="utf-8"))["outputs"]
    manifest = {}
    for path in outputs:
        made = Path(path).name
        manifest[re.sub(r"-[0-9A-Z]{8}(?=\.\w+$)", "", made)] = made
    return manifest


def write_icons(out: Path) -> str:
    """Gather the icons in use in one file of symbols."""
    names = set()
    for pattern in ("*.html", "*.py", "*.ts"):
        for source in WEB.rglob(pattern):
            names |= set(NAMED.findall(source.read_text(encoding="utf-8")))
    symbols = []
    for name in sorted(names):
        kind = "filled" if name.endswith("-filled") else "outline"
        file = ICONS / kind / f"{name.removesuffix('-filled')}.svg"
        if not file.exists():
            sys.exit(f"There is no icon “{name}”.")
        body = SYMBOL.search(file.read_text(encoding="utf-8"))
        assert body is not None
        paint = 'fill="currentColor"' if kind == "filled" else 'fill="none" stroke="currentColor" stroke-width="2"'
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" {paint} stroke-linecap="round" stroke-linejoin="round">'
            f"{' '.join(body.group(1).split())}</symbol>"
        )
    content = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
    mark = hashlib.sha256(content.encode()).hexdigest()[:8].upper()
    (out / f"icons-{mark}.svg").write_text(content, encoding="utf-8")
    return f"icons-{mark}.svg"


def compress(out: Path) -> None:
    """Put a compressed copy beside each text file; the server hands it to browsers that take it."""
    for file in out.iterdir():
        if file.suffix in {".js", ".css", ".svg"}:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
