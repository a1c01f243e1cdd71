package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// childWrites works on a workspace at random until it is killed. It says what
// it is about to do and, once that is safe, what was done: the journal.
func childWrites(ctx context.Context, path string) error {
	var seed [2]uint64
	if _, err := fmt.Sscan(os.Getenv(childSeed), &seed[0], &seed[1]); err != nil {
		return err
	}
	w := worker{ctx: ctx, path: path, say: os.Stdout, Rand: rand.New(rand.NewPCG(seed[0], seed[1]))}
	if err := w.open(); err != nil {
		return err
	}
	for {
		if err := w.anything(); err != nil {
			return err
		}
		for _, id := range w.done {
			digest, err := digestOf(ctx, w.s, id)
			if err != nil {
				return err
			}
			fmt.Println("action", id, digest)
		}
		w.done = nil
	}
}

// childSeed names where a child's random numbers begin.
const childSeed = "FACTMARK_STORE_SEED"

// digestOf is the hash of an action with all that it has changed.
func digestOf(ctx context.Context, s *Store, id string) (string, error) {
	h := sha256.New()
	q := s.reading(ctx)
	for _, query := range []string{
		"SELECT json_array(seq, id, name, at, person_id, kind, target) FROM actions WHERE id = ?",
		"SELECT json_array(seq, id, at, person_id, entity, entity_id, verb, before, after) FROM events WHERE action_id = ? ORDER BY seq",
	} {
		err := q.Each(query, []any{id}, func(scan func(...any) error) error {
			var row string
			err := scan(&row)
			fmt.Fprintln(h, row)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// journal is what a workspace must hold.
type journal struct {
	ids     []string // of the actions that were reported, in order
	digests map[string]string
	setting string
	tried   string // the setting that was begun and not reported
}

func (j *journal) read(line string) {
	words := strings.Fields(line)
	switch words[0] {
	case "action":
		j.ids = append(j.ids, words[1])
		j.digests[words[1]] = words[2]
	case "setting?":
		j.tried = words[1]
	case "setting":
		j.setting, j.tried = words[1], ""
	}
}

// expect compares a workspace with the journal: all that was reported is there,
// entirely; at most one thing besides, the one that was in hand.
func (j *journal) expect(t *testing.T, s *Store) (inHand int) {
	t.Helper()
	there := actionIDs(t, s)
	if len(there) < len(j.ids) || !slices.Equal(there[:len(j.ids)], j.ids) {
		t.Fatalf("%d actions are there, %d were reported; lost: %v", len(there), len(j.ids), without(j.ids, there))
	}
	if inHand = len(there) - len(j.ids); inHand > 1 {
		t.Fatalf("%d actions were reported and %d are there", len(j.ids), len(there))
	}
	value, err := s.Setting(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	if tried := j.tried != "" && value == j.tried; tried {
		inHand++
	} else if value != j.setting {
		t.Fatalf("the setting is %q, reported was %q", value, j.setting)
	}
	if inHand > 1 {
		t.Fatal("an action and a setting are there that were not reported")
	}
	for _, id := range there {
		digest, err := digestOf(t.Context(), s, id)
		if err != nil {
			t.Fatal(err)
		}
		if reported, known := j.digests[id]; known && digest != reported {
			t.Fatalf("the action %s is not the one that was reported", id)
		}
		j.digests[id] = digest
	}
	j.ids, j.setting, j.tried = there, value, ""
	return inHand
}

// Whenever the program is killed, all that it has reported as saved is there,
// entirely, at most the one thing in hand besides; the file is whole, and the
// history makes the same rows. A failure names the seed of its random numbers:
// -seed repeats them, though the kill may come at another moment.
func TestKilledAtAnyMoment(t *testing.T) {
	workspaces, kills := tries(6), 20
	if testing.Short() || underRace {
		workspaces, kills = 1, 4
	}
	seed := *seed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-seed %d", seed)
	for n := range workspaces {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			killedAtAnyMoment(t, seed, uint64(n), kills)
		})
	}
}

// killedAtAnyMoment kills those who work on one workspace, one after the other.
func killedAtAnyMoment(t *testing.T, seed, n uint64, kills int) {
	random := rand.New(rand.NewPCG(seed, n))
	path := filepath.Join(t.TempDir(), "killed.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	j, inHand := journal{digests: make(map[string]string)}, 0
	for range kills {
		cmd := child(t, "write", path)
		cmd.Env = append(cmd.Env, fmt.Sprint(childSeed, "=", seed, " ", random.Uint64()))
		killed(t, cmd, random, j.read)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		inHand += j.expect(t, s)
		expectClean(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d actions, %d things saved but not yet reported", kills, len(j.ids), inHand)
}

var seed = flag.Uint64("seed", 0, "where the random numbers of TestKilledAtAnyMoment begin; 0 chooses")

// killed runs a child, hands over all it prints and kills it at a random moment.
func killed(t *testing.T, cmd *exec.Cmd, random *rand.Rand, line func(string)) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var last string
	printed, enough, wait := 0, random.IntN(30), random.IntN(1<<22)
	kill := func() {
		for range wait { // into the middle of what comes next
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	if enough == 0 { // while it starts and opens the file
		kill()
	}
	for last = range lines(out) {
		if !strings.HasPrefix(last, "action ") && !strings.HasPrefix(last, "setting") {
			continue // a line that the kill has cut short, or an error
		}
		line(last)
		if printed++; printed == enough {
			kill()
		}
	}
	if err := cmd.Wait(); err == nil || !cmd.ProcessState.Exited() != (printed >= enough) {
		t.Fatalf("the child ended by itself after %d lines: %q, %v", printed, last, err)
	}
}

func actionIDs(t testing.TB, s *Store) []string {
	t.Helper()
	var ids []string
	if err := s.reading(t.Context()).Each("SELECT id FROM actions ORDER BY seq", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return slices.Contains(some, id) })
}

// lastImages gives the rows as the last event of each says it is.
func lastImages(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	last := make(map[string]map[string]string) // by table and id
	for name := range db.Evented {
		last[name] = make(map[string]string)
	}
	builtIn, err := s.Labels(t.Context()) // made with the file, not by an action
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range builtIn {
		image, err := db.Labels.Encode(l.row())
		if err != nil {
			t.Fatal(err)
		}
		last[db.Labels.Name][l.ID] = image.(string)
	}
	err = s.reading(t.Context()).Each("SELECT entity, entity_id, after FROM events ORDER BY seq", nil, func(scan func(...any) error) error {
		var entity, id string
		var after *string
		if err := scan(&entity, &id, &after); err != nil {
			return err
		}
		if delete(last[entity], id); after != nil {
			last[entity][id] = *after
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	state := make(map[string][]string)
	for name, images := range last {
		if name == db.People.Name {
			continue
		}
		state[name] = nil
		for _, id := range slices.Sorted(maps.Keys(images)) {
			state[name] = append(state[name], images[id])
		}
	}
	return state
}
