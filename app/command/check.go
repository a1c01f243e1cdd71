package command

import (
	"fmt"

	"factmark/store"
)

var checkCommand = command{
	name:    "check",
	summary: "look for damage in a workspace",
	help: `Usage: factmark check [-w FILE.factmark]

Looks through the whole workspace: the file, the links in it, every document's
text, and whether each claim's quote is what stands at its place. It prints what
it finds, changes nothing, and leaves with 0 when all is well and with 1 when not.

  -w FILE.factmark   the workspace (your own one if it is not given)

Example: factmark check -w desk.factmark
`,
	run: check,
}

func check(c *call, args []string) error {
	f := newFlags()
	repair := f.Bool("repair", false, "")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	if *repair {
		return misusef("this version can find damage but not repair it yet")
	}
	if len(words) > 0 {
		return misusef("%q is one word too many; the workspace follows -w", words[0])
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return with(c, path, func(st *store.Store) error {
		findings, err := st.Check(c, nil)
		if err != nil {
			return err
		}
		for _, found := range findings {
			if found.ID == "" {
				c.out.printf("%s: %s\n", found.Kind, found.What)
			} else {
				c.out.printf("%s %s: %s\n", found.Kind, found.ID, found.What)
			}
		}
		if len(findings) > 0 {
			return fmt.Errorf("%s found in %s", counted(len(findings), "problem"), path)
		}
		c.out.printf("No problems found in %s.\n", path)
		return nil
	})
}
