package command

import (
	"errors"
	"fmt"

	"factmark/app/backup"
	"factmark/app/locale"
	"factmark/store"
	"factmark/store/check"
)

var checkCommand = command{
	name:    "check",
	summary: "look for damage in a workspace, and repair it",
	help: `Usage: factmark check [-w FILE.factmark] [--repair]

Looks through the whole workspace: the file, the links in it, every document's
text, and whether each claim's quote is what stands at its place. It prints what
it finds and what repair would do about it, and leaves with 0 when all is well
and with 1 when not. Claims that are known to have lost their place are listed
and are no damage. Without --repair it changes nothing.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --repair           make a backup, then mend what can be mended without guessing;
                     Undo in the window takes back what it changes in claims

Example: factmark check -w desk.factmark
`,
	run: checkFile,
}

func checkFile(c *call, args []string) error {
	f := newFlags()
	repair := f.Bool("repair", false, "")
	path, err := f.onlyPath(args)
	if err != nil {
		return err
	}
	open := store.OpenToCheck
	if *repair {
		open = store.OpenToRepair
	}
	return c.withFile(path, open, func(st *store.Store) error {
		found, err := check.Run(c, st, nil)
		if err != nil {
			return err
		}
		if *repair && len(found) > 0 {
			if found, err = c.repair(st); err != nil {
				return err
			}
		}
		wrong := 0
		for _, finding := range found {
			if finding.Kind != check.Orphan {
				wrong++
			}
			c.finding(finding, "repair: ")
		}
		switch {
		case wrong > 0 && *repair:
			return errors.New(locale.N("{{.N}} problems could not be repaired in {{.Workspace}}; open a backup, or place what is listed by hand", wrong, "Workspace", path))
		case wrong > 0:
			return errors.New(locale.N("{{.N}} problems found in {{.Workspace}}", wrong, "Workspace", path))
		case *repair:
			c.out.line(locale.T("No problems are left in {{.Workspace}}.", "Workspace", path))
		default:
			c.out.line(locale.T("No problems found in {{.Workspace}}.", "Workspace", path))
		}
		return nil
	})
}

// repair makes a backup, mends what can be mended and gives what is left.
func (c *call) repair(st *store.Store) ([]check.Finding, error) {
	if err := c.signIn(st); err != nil {
		return nil, err
	}
	if made, err := c.backUp(st, backup.BeforeRepair); err != nil {
		// A file that is damaged inside cannot be copied as a whole one: what is mended is only what cannot be wrong.
		c.warn("no backup could be made: %s", oneLine(err))
		if !errors.Is(err, store.ErrDamaged) {
			return nil, fmt.Errorf("nothing was repaired: %w", err)
		}
	} else {
		c.out.line(locale.T("Backup saved as {{.File}}.", "File", made.Path))
	}
	mended, left, err := check.Repair(c, st, nil)
	for _, finding := range mended {
		c.finding(finding, "repaired: ")
	}
	return left, err
}

func (c *call) finding(f check.Finding, mending string) {
	what := string(f.Kind)
	if f.ID != "" {
		what += " " + f.ID
	}
	c.out.printf("%s: %s\n", what, f.What)
	if f.Repair != "" {
		c.out.printf("  %s%s\n", mending, f.Repair)
	}
}
