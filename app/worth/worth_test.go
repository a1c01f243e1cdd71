package worth

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRate(t *testing.T) {
	for _, c := range []struct {
		sentence string
		suggest  bool
		reasons  string
	}{
		{"Exports fell by 12 per cent in 2019, the ministry said.", true, "figure, per cent, date, comparison, reporting verb, past tense"},
		{"The company paid $40 million to three contractors.", true, "figure, money, past tense"},
		{"Unemployment has doubled since Anna Kern took office in March.", true, "figure, date, comparison, past tense, name"},
		{"The group’s reserves are estimated to be around 10 million euros.", true, "figure, money, reporting verb, past tense"},
		{"How many people were there?", false, "past tense"},
		{"I think we should do better.", false, ""},
		{"You will like it, and I hope to see 20 of you.", false, "figure"},
		{"", false, ""},
		{"Thank you.", false, ""},
		{"Read more", false, "comparison"},
	} {
		r := Rate(c.sentence)
		if got := strings.Join(r.Reasons, ", "); got != c.reasons || (r.Score >= Suggest) != c.suggest {
			t.Errorf("Rate(%q) = %.1f, %s; want suggested %v, %s", c.sentence, r.Score, got, c.suggest, c.reasons)
		}
	}
}

func TestMoreSpeaksForMore(t *testing.T) {
	for _, pair := range [][2]string{
		{"Prices rose by 4 per cent.", "Prices rose."},
		{"Prices rose by 4 per cent.", "Prices should rise by 4 per cent."},
		{"He paid 300 dollars.", "I want to pay 300 dollars."},
		{"The plant was closed in 1994.", "Was the plant closed in 1994?"},
		{"She has signed the law.", "If she has signed the law, good."},
		{"The ministry said the bridge was unsafe.", "The bridge, you know, like."},
		{"It is the largest dam in Norway.", "It is a dam."},
	} {
		if more, less := Rate(pair[0]).Score, Rate(pair[1]).Score; more <= less {
			t.Errorf("%q scores %.1f, and %q %.1f", pair[0], more, pair[1], less)
		}
	}
}

func TestWords(t *testing.T) {
	for sentence, want := range map[string]string{
		"It’s 3,500.5 m (1990s), A-b's 'so'.": "It's|3,500.5|m|1990s|A|b's|so",
		"$1.2m…5%":                            "1.2m|5",
		"naïve café 12.":                      "naïve|café|12",
	} {
		if got := strings.Join(slices.Collect(words(sentence)), "|"); got != want {
			t.Errorf("words of %q: %s, want %s", sentence, got, want)
		}
	}
}

func TestKnows(t *testing.T) {
	for language, want := range map[string]bool{"": true, "en": true, "en-GB": true, "de": false, "enm": false} {
		if Knows(language) != want {
			t.Errorf("Knows(%q) is %v", language, !want)
		}
	}
}

func FuzzRate(f *testing.F) {
	for _, s := range []string{"He paid $3,000.50 in May 1999.", "’", "'ll", "1,", "a'", "\xff'd", "a\xff.", "９５％"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r := Rate(s); r.Score < -6 || r.Score > 12 || len(r.Reasons) > 8 {
			t.Errorf("Rate(%q) = %+v", s, r)
		}
	})
}

// goldFolder names the environment variable with the folder of the public test sets, which are no part of the program.
const goldFolder = "FACTMARK_GOLD"

// TestDebates measures the ranking of sentences of presidential debates (ClaimBuster, Arslan et al. 2020).
func TestDebates(t *testing.T) {
	folder := os.Getenv(goldFolder)
	if folder == "" {
		t.Skip("set " + goldFolder + " to the folder with worth-claimbuster.jsonl")
	}
	file, err := os.Open(filepath.Join(folder, "worth-claimbuster.jsonl"))
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	var all []judged
	positive, suggested, right := 0, 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Text string
			Y    int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		j := judged{Rate(line.Text).Score, line.Y == 1}
		all = append(all, j)
		if j.worth {
			positive++
		}
		if j.score >= Suggest {
			if suggested++; j.worth {
				right++
			}
		}
	}
	// As many of either kind, as the published figures of this set have it.
	r := rand.New(rand.NewPCG(1, 2))
	even := 0.0
	for range 20 {
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		var some []judged
		others := positive
		for _, j := range all {
			if !j.worth {
				if others == 0 {
					continue
				}
				others--
			}
			some = append(some, j)
		}
		even += averagePrecision(some, r) / 20
	}
	share, whole := float64(positive)/float64(len(all)), averagePrecision(all, r)
	precision, recall := float64(right)/float64(suggested), float64(right)/float64(positive)
	t.Logf("%d sentences: average precision %.3f (share %.2f), %.3f with as many of either kind; %d suggested, precision %.2f, recall %.2f",
		len(all), whole, share, even, suggested, precision, recall)
	if even < 0.85 {
		t.Errorf("average precision %.3f with as many of either kind", even)
	}
}

type judged struct {
	score float64
	worth bool
}

// averagePrecision of the ranking by score, ties broken at random, as the mean of some such rankings.
func averagePrecision(all []judged, r *rand.Rand) float64 {
	const orders = 20
	sum := 0.0
	for range orders {
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		slices.SortStableFunc(all, func(a, b judged) int {
			switch {
			case a.score > b.score:
				return -1
			case a.score < b.score:
				return 1
			}
			return 0
		})
		found, total := 0, 0.0
		for i, j := range all {
			if j.worth {
				found++
				total += float64(found) / float64(i+1)
			}
		}
		sum += total / float64(found)
	}
	return sum / orders
}

func BenchmarkRate(b *testing.B) {
	const sentence = "Exports of the region fell by 12 per cent in 2019, the ministry said, while Anna Kern's office had promised more than $40 million."
	for b.Loop() {
		Rate(sentence)
	}
}
