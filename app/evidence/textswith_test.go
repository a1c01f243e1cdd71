package evidence

import (
	"slices"
	"testing"
)

func TestTextsWith(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s, bridge...)
	if _, known, err := TextsWith(t.Context(), s, nil); err != nil || known {
		t.Errorf("before anything is indexed something is known (error %v)", err)
	}
	if err := Update(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		wanted []Wanted
		want   []int // by place in ids
	}{
		{[]Wanted{{Words: []string{"bridg"}}}, []int{0, 1}},
		{[]Wanted{{Words: []string{"bridg"}}, {Words: []string{"deni"}}}, []int{1}},
		{[]Wanted{{Beginnings: []string{"ri"}}}, []int{0, 2}},
		{[]Wanted{{Words: []string{"river"}, Beginnings: []string{"eleph"}}}, []int{1, 2}},
		{[]Wanted{{Beginnings: []string{"ri"}}, {Words: []string{"metr"}}}, []int{2}},
		{[]Wanted{{Beginnings: []string{"zz"}}}, nil},
		{[]Wanted{{Words: []string{"nowher"}}}, nil},
		{nil, []int{0, 1, 2}},
	} {
		firsts, known, err := TextsWith(t.Context(), s, c.wanted)
		if err != nil || !known {
			t.Fatalf("%v: known %v, error %v", c.wanted, known, err)
		}
		documents, err := s.SearchedDocuments(t.Context(), firsts)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, d := range documents {
			got = append(got, slices.Index(ids, d.ID))
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%v are in %v, want %v", c.wanted, got, c.want)
		}
	}
}
