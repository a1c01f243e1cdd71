package command

import (
	"fmt"

	"factmark/app/ingest"
	"factmark/store"
)

var backupCommand = command{
	name:    "backup",
	summary: "copy a workspace, checked, even while it is open",
	help: `Usage: factmark backup [-w FILE.factmark] -o COPY.factmark

Copies the whole workspace to a new file and checks the copy. The workspace may be
open in a window meanwhile. A file that is there already is not replaced.

  -w FILE.factmark   the workspace (your own one if it is not given)
  -o COPY.factmark   the copy

Example: factmark backup -w desk.factmark -o desk-monday.factmark
`,
	run: backup,
}

func backup(c *call, args []string) error {
	f := newFlags()
	out := f.String("o", "", "")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return misusef("%q is one word too many; the copy follows -o", words[0])
	}
	if *out == "" {
		return misusef("say where to write with -o COPY%s", workspaceEnding)
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return with(c, path, func(st *store.Store) error {
		if err := st.Backup(c, *out, nil); err != nil {
			return fmt.Errorf("copying to %s: %w", ingest.Shown(*out), err)
		}
		c.out.printf("Copied %s to %s and checked the copy.\n", path, *out)
		return nil
	})
}
