package segment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for _, test := range []struct {
		script Script
		want   string
	}{
		{Thai, "ประเทศไทย|มี|ประชากร|มาก"}, {Thai, "สวัสดี|ครับ"}, {Thai, "รัฐบาล|ประกาศ|ว่า|ราคา|น้ำมัน|จะ|ลด|ลง"},
		{Lao, "ປະເທດ|ລາວ"}, {Lao, "ສະບາຍດີ"}, {Khmer, "ភាសាខ្មែរ|ល្អ"}, {Burmese, "မြန်မာနိုင်ငံ"},
		{Ideographs, "今天|是|晴天"}, {Ideographs, "政府|今天|宣布"}, {Ideographs, "今日|は|天気|です"}, {Ideographs, "政府|は|発表した"}, {Ideographs, "カタカナ"},
	} {
		run := strings.ReplaceAll(test.want, "|", "")
		var words []string
		start := 0
		for _, end := range Words(test.script, run) {
			words = append(words, run[start:end])
			start = end
		}
		if got := strings.Join(words, "|"); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for text, want := range map[string]Script{
		"ก": Thai, "ເ": Lao, "ខ": Khmer, "မ": Burmese, "安": Ideographs, "あ": Ideographs, "ア": Ideographs, "ー": Ideographs,
		"a": None, "": None, "。": None, "、": None, "។": None, "๕": None, "한": None, "😀": None, "י": None, "၊": None,
	} {
		if got := ScriptOf(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Whatever is written, words are whole clusters and cover the run.
func TestWordsCoverTheRun(t *testing.T) {
	letters := map[Script][]rune{
		Thai: []rune("กขคงจชดตนบปมยรลวสหอะาำิีึืุูเแโใไ่้๊๋็์ๆ"), Lao: []rune("ກຂຄງຈຊດຕນບປມຍຣລວສຫອະາຳິີຶືຸູເແໂໃໄ່້"),
		Khmer: []rune("កខគងចជដតនបពមយរលវសហអ្ាិីឹឺុូេែៃោ"), Burmese: []rune("ကခဂငစဇညတနပဗမယရလဝသဟအါာိီုူေဲံ့း္်ျြွှ"),
		Ideographs: []rune("政府今日発表中国人民大会の日本はがをにたカタナー々〇"),
	}
	rapid.Check(t, func(t *rapid.T) {
		script := rapid.SampledFrom([]Script{Thai, Lao, Khmer, Burmese, Ideographs}).Draw(t, "script")
		run := string(rapid.SliceOfN(rapid.SampledFrom(letters[script]), 1, 60).Draw(t, "run"))
		borders := map[int]bool{}
		for _, end := range clusters(run) {
			borders[end] = true
		}
		last := 0
		for _, end := range Words(script, run) {
			if end <= last || script != Ideographs && !borders[end] {
				t.Fatalf("%q: a word ends at %d after %d", run, end, last)
			}
			last = end
		}
		if last != len(run) {
			t.Fatalf("%q: the last word ends at %d of %d", run, last, len(run))
		}
	})
}

// Every word of a list is found by it: the trie is read as it was written.
func TestTheListsAreRead(t *testing.T) {
	for script, words := range map[Script]string{
		Thai: "กก กรุงเทพ ความ หนังสือ ไทย", Lao: "ກະຕ່າ ໂຮງຮຽນ", Khmer: "ភាសា សាលា", Burmese: "ကျောင်း စာအုပ်",
	} {
		for _, word := range strings.Fields(words) {
			found := false
			lists[script]().each(word, func(length int) { found = found || length == len(word) })
			if !found {
				t.Errorf("%q is not in the list", word)
			}
		}
	}
}

func BenchmarkWords(b *testing.B) {
	thai := strings.Repeat("รัฐบาลประกาศว่าราคาน้ำมันจะลดลง", 30)
	chinese := strings.Repeat("政府今天宣布新的经济政策", 80)
	Words(Thai, "ก")
	Words(Ideographs, "安")
	b.Run("Thai", func(b *testing.B) {
		for b.Loop() {
			Words(Thai, thai)
		}
	})
	b.Run("Chinese", func(b *testing.B) {
		for b.Loop() {
			Words(Ideographs, chinese)
		}
	})
}
