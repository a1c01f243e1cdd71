package command

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"factmark/app/backup"
	"factmark/app/handover"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/store"
	"factmark/store/merge"
)

var mergeCommand = command{
	name:    "merge",
	summary: "take in packages and other workspaces",
	help: `Usage: factmark merge [-w FILE.factmark] P.factmark… [--dry-run] [--same NAME]…

Takes into a workspace what was done in others: packages that come back, or
workspaces that went their own way. Documents meet by their texts, everything else
by its id. What one side has changed is taken; where both have changed the same
thing differently, both are kept, for you to choose in the window. A backup of the
workspace is made first. All of it is one action, and one undo takes it back.
Merging again changes nothing. The other files are only read.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --dry-run          say what would be done, and change nothing
  --same NAME        people of this name, here and there, are one person; without
                     it they stay two. Can be given several times

Example: factmark merge -w desk.factmark from-ben.factmark --dry-run
`,
	run: mergeFiles,
}

func mergeFiles(c *call, args []string) error {
	f := newFlags()
	dry := f.Bool("dry-run", false, "")
	same := f.list("same")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misusef("say which workspaces to merge")
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return c.trying(*dry, path, func(st *store.Store) error {
		if !*dry {
			if err := c.signIn(st); err != nil {
				return err
			}
		}
		report, kept, err := handover.Merge(c, st, files, merge.Options{Same: *same, DryRun: *dry}, func(context.Context) (string, error) {
			made, err := c.backUp(st, backup.BeforeMerge)
			return made.Path, err
		})
		if err != nil {
			return fmt.Errorf("merging into %s: %w", ingest.Shown(path), err)
		}
		c.tellMerged(report, *same)
		switch {
		case !report.Changed:
			c.out.line(locale.T("{{.Workspace}} already has everything in {{.Files}}.", "Files", strings.Join(files, ", "), "Workspace", path))
		case *dry:
			c.out.line(locale.T("Nothing was changed. This is what merging {{.Files}} into {{.Workspace}} would do.", "Files", strings.Join(files, ", "), "Workspace", path))
		default:
			c.out.line(locale.T("Merged {{.Files}} into {{.Workspace}}. A backup from before is {{.Backup}}.", "Files", strings.Join(files, ", "), "Workspace", path, "Backup", kept))
		}
		return nil
	})
}

func (c *call) tellMerged(report merge.Report, same []string) {
	for _, line := range handover.Lines(report) {
		c.out.printf("%s\n", line)
	}
	for _, question := range handover.Questions(report) {
		c.out.printf("%s\n", question)
	}
	for _, name := range handover.Names(report) {
		if slices.ContainsFunc(same, func(s string) bool { return strings.EqualFold(s, name) }) {
			c.out.line(locale.T("{{.Name}} here and {{.Name}} in the other file are now one person.", "Name", name))
		} else {
			c.out.line(locale.T("{{.Name}} here and {{.Name}} in the other file stay two people. If they are one, use --same {{.Quoted}}.", "Name", name, "Quoted", strconv.Quote(name)))
		}
	}
}
