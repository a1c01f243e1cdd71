package command

import (
	"fmt"
	"time"

	"factmark/app/backup"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/store"
)

var backupCommand = command{
	name:    "backup",
	summary: "copy a workspace, checked, even while it is open",
	help: `Usage: factmark backup [-w FILE.factmark] -o COPY.factmark
       factmark backup [-w FILE.factmark] --list

Copies the whole workspace to a new file and checks the copy. The workspace may be
open in a window meanwhile. A file that is there already is not replaced.

  -w FILE.factmark   the workspace (your own one if it is not given)
  -o COPY.factmark   the copy
  --list             print the backups that were made by themselves, the newest
                     first: time, reason, size in bytes and path, with tabs between

Example: factmark backup -w desk.factmark -o desk-monday.factmark
`,
	run: copyWorkspace,
}

func copyWorkspace(c *call, args []string) error {
	f := newFlags()
	out := f.String("o", "", "")
	list := f.Bool("list", false, "")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return misusef("%q is one word too many; the copy follows -o", words[0])
	}
	if (*out == "") != *list {
		return misusef("say where to write with -o COPY%s, or --list to see what there is", store.Extension)
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	if *list {
		return c.listBackups(path)
	}
	return c.reading(path, func(st *store.Store) error {
		if err := c.unsure(st.Backup(c, *out, nil)); err != nil {
			return fmt.Errorf("copying to %s: %w", ingest.Shown(*out), err)
		}
		c.out.line(locale.T("Copied {{.Workspace}} to {{.Copy}} and checked the copy.", "Workspace", path, "Copy", *out))
		return nil
	})
}

func (c *call) listBackups(workspace string) error {
	base, err := backupFolder()
	if err != nil {
		return err
	}
	all, err := backup.List(base, workspace)
	for _, b := range all {
		c.out.printf("%s\t%s\t%d\t%s\n", b.At.Local().Format("2006-01-02 15:04"), b.Reason, b.Size, b.Path)
	}
	return err
}

// beforeLargeChange makes a backup before a change of n rows, if they are many. Where it cannot be made, the work goes on.
func (c *call) beforeLargeChange(st *store.Store, reason string, n int) {
	if !backup.WantedBefore(c, st, n) {
		return
	}
	if _, err := c.backUp(st, reason); err != nil {
		c.warn("no backup could be made: %s", oneLine(err))
	}
}

func (c *call) backUp(st *store.Store, reason string) (backup.Backup, error) {
	base, err := backupFolder()
	if err != nil {
		return backup.Backup{}, err
	}
	return backup.Make(c, st, base, reason, time.Now())
}

// backupFolder is the user's folder for backups.
func backupFolder() (string, error) {
	user, err := profile.Load()
	if err != nil {
		return profile.DefaultBackups()
	}
	return user.BackupFolder()
}
