package segment

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/ja.json
var japanese []byte

//go:embed data/zh-hans.json
var simplified []byte

//go:embed data/zh-hant.json
var traditional []byte

// model tells between which characters a word ends, by the characters around: each feature that is seen has a weight, and
// the sum decides (BudouX, a boosted linear classifier). A feature is one to three characters at a fixed distance from the gap.
type model struct {
	features  []feature
	base      int // minus half of all weights, which is what a gap begins with; in halves of a weight
	particles bool
}

type feature struct {
	from, to int // characters, counted from the gap
	weights  map[string]int
}

// where is where the characters of each of the models' features stand, counted from the gap.
var where = map[string][2]int{
	"UW1": {-3, -2}, "UW2": {-2, -1}, "UW3": {-1, 0}, "UW4": {0, 1}, "UW5": {1, 2}, "UW6": {2, 3},
	"BW1": {-2, 0}, "BW2": {-1, 1}, "BW3": {0, 2},
	"TW1": {-3, 0}, "TW2": {-2, 1}, "TW3": {-1, 2}, "TW4": {0, 3},
}

func newModel(file []byte) *model {
	var weights map[string]map[string]int
	if err := json.Unmarshal(file, &weights); err != nil {
		panic(err) // it is embedded in the program
	}
	m := &model{}
	for name, w := range weights {
		m.features = append(m.features, feature{where[name][0], where[name][1], w})
		for _, weight := range w {
			m.base -= weight
		}
	}
	return m
}

var (
	japaneseModel = sync.OnceValue(func() *model {
		m := newModel(japanese)
		m.particles = true
		return m
	})
	simplifiedModel  = sync.OnceValue(func() *model { return newModel(simplified) })
	traditionalModel = sync.OnceValue(func() *model { return newModel(traditional) })
)

// modelFor chooses the model: kana are Japanese; of the two for Chinese, the one that knows more of the characters.
func modelFor(run string) *model {
	if strings.ContainsFunc(run, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) {
		return japaneseModel()
	}
	if s, t := simplifiedModel(), traditionalModel(); t.knows(run) > s.knows(run) {
		return t
	}
	return simplifiedModel()
}

// knows counts the characters that the model has a weight for.
func (m *model) knows(run string) (n int) {
	for _, f := range m.features {
		if f.to-f.from > 1 {
			continue
		}
		for _, r := range run {
			if _, known := f.weights[string(r)]; known {
				n++
			}
		}
	}
	return n
}

// ends gives the bytes at which the words of a run end.
func (m *model) ends(run string) []int {
	at := make([]int, 0, len(run)/3+1) // where each character begins
	for i := range run {
		at = append(at, i)
	}
	at = append(at, len(run))
	n := len(at) - 1
	var ends []int
	for gap := 1; gap < n; gap++ {
		score := m.base
		for _, f := range m.features {
			if from, to := gap+f.from, gap+f.to; from >= 0 && to <= n {
				score += 2 * f.weights[run[at[from]:at[to]]]
			}
		}
		if score > 0 && !unicode.IsMark(firstRune(run[at[gap]:])) {
			ends = append(ends, at[gap])
		}
	}
	ends = append(ends, len(run))
	if m.particles {
		return splitParticles(run, ends)
	}
	return ends
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// particles stand behind a word of Chinese characters or katakana; the Japanese model leaves them at it.
var particles = strings.Fields("は が を に で と も の へ や か から まで より には では とは への での との など です でした だ だった である")

// splitParticles parts what follows a word as a particle from it.
func splitParticles(run string, ends []int) []int {
	var parted []int
	start := 0
	for _, end := range ends {
		word := run[start:end]
		stem := strings.TrimRightFunc(word, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
		for _, p := range particles {
			if stem != "" && word[len(stem):] == p {
				parted = append(parted, start+len(stem))
			}
		}
		parted = append(parted, end)
		start = end
	}
	return parted
}
