// Package handover merges workspaces that come back from others, and puts into words what came of it.
package handover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"factmark/app/format"
	"factmark/store"
	"factmark/store/merge"
)

// Merge merges other workspaces into st after keep has made a backup of it. kept is the path of that, "" where nothing
// was changed and none is needed.
func Merge(ctx context.Context, st *store.Store, paths []string, options merge.Options, keep func(context.Context) (path string, err error)) (report merge.Report, kept string, err error) {
	if options.DryRun {
		report, err = merge.Into(ctx, st, paths, options)
		return report, "", err
	}
	if kept, err = keep(ctx); err != nil {
		return report, "", fmt.Errorf("making a backup before the merge: %w", err)
	}
	if report, err = merge.Into(ctx, st, paths, options); err == nil && report.Changed {
		return report, kept, nil
	}
	return report, "", errors.Join(err, os.Remove(kept))
}

// Line is what became of one kind of things.
type Line struct{ What, Counts string }

func (l Line) String() string { return l.What + ": " + l.Counts }

// Lines says what a merge did, or would do, in the order in which it matters.
func Lines(r merge.Report) []Line {
	var lines []Line
	for _, kind := range []struct {
		name string
		n    merge.Counted
	}{
		{"document", r.Documents}, {"claim", r.Claims}, {"decision", r.Decisions}, {"piece of evidence", r.Evidence},
		{"label", r.Labels}, {"person", r.People}, {"session", r.Sessions}, {"passage", r.Passages}, {"refused suggestion", r.Refusals}, {"suggestion", r.Suggestions},
	} {
		if line := counts(kind.n); line != "" {
			lines = append(lines, Line{plural(kind.name), line})
		}
	}
	if r.Conflicts > 0 {
		lines = append(lines, Line{"To be chosen in Review › Conflicts", format.Plural(r.Conflicts, "value")})
	}
	if r.Settled > 0 {
		lines = append(lines, Line{"Claims whose status follows anew", format.Thousands(r.Settled)})
	}
	if r.Events > 0 {
		lines = append(lines, Line{"History of the other side", format.Plural(r.Events, "change")})
	}
	return lines
}

func counts(n merge.Counted) string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{n.New, "new"}, {n.Taken, "changed there (taken)"}, {n.Kept, "changed here (kept)"}, {n.Conflicting, "changed on both sides (yours stands for now)"}, {n.Deleted, "deleted there"}} {
		if c.n > 0 {
			parts = append(parts, format.Thousands(c.n)+" "+c.what)
		}
	}
	return strings.Join(parts, " · ")
}

// plural is the name of a kind of things at the beginning of a line.
func plural(name string) string {
	switch name {
	case "piece of evidence":
		return "Evidence"
	case "person":
		return "People"
	case "passage":
		return "Passages that are not content"
	}
	return strings.ToUpper(name[:1]) + name[1:] + "s"
}

// Questions are what a merge found that only a person can know.
func Questions(r merge.Report) []string {
	var lines []string
	for _, s := range r.SameTexts {
		lines = append(lines, fmt.Sprintf("“%s” has another text there; both are kept", s.Title))
	}
	for _, name := range r.Joined {
		lines = append(lines, fmt.Sprintf("Both sides have made a label “%s”; it becomes one", name))
	}
	return lines
}

// Names are the people who may be the same, each once.
func Names(r merge.Report) []string {
	var names []string
	seen := make(map[string]bool)
	for _, s := range r.SameNames {
		if !seen[s.Name] {
			seen[s.Name] = true
			names = append(names, s.Name)
		}
	}
	return names
}

// Waiting says how many conflicts wait for a choice, and what that means for claims that are written to a file; "" where
// none waits.
func Waiting(w store.ConflictCounts) string {
	if w.Conflicts == 0 {
		return ""
	}
	wait := format.Count(w.Conflicts, "conflict waits", "conflicts wait")
	bear := "they bear on"
	if w.Conflicts == 1 {
		bear = "it bears on"
	}
	switch w.Claims {
	case 0:
		return fmt.Sprintf("%s to be chosen under Review › Conflicts…; %s none of these claims.", wait, bear)
	case 1:
		return fmt.Sprintf("%s to be chosen under Review › Conflicts…; %s 1 of these claims, written as it stands now.", wait, bear)
	}
	return fmt.Sprintf("%s to be chosen under Review › Conflicts…; %s %s of these claims, written as they stand now.", wait, bear, format.Thousands(w.Claims))
}
