using Digits.Datasets.Formats;
using Digits.Datasets.LabelPacks;

namespace Digits.Datasets.Tests.LabelPacks;

public sealed class LabelPackTests
{
    public static TheoryData<string> Names => [.. LabelPackList.All.Select(pack => pack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pack_Facts_AreSound(string name)
    {
        var pack = LabelPackList.Get(name)!;

        DatasetName.Check(pack.Name);
        Assert.InRange(pack.Title.Length, 4, 60);
        Assert.InRange(pack.FirstNumber, 0, 1);
        Assert.InRange(pack.Labels.Count, 10, 100);
        Assert.Equal(pack.Labels.Count, pack.Labels.Distinct().Count());
        Assert.All(pack.Labels, label => Assert.True(LabelText.TryNormalize(label, out var kept, out _) && kept == label, label));
        Assert.True(pack.Names.Count == 0 || pack.Names.Count == pack.Labels.Count);
        Assert.Equal(pack.Names.Count, pack.Names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        for (var i = 0; i < pack.Labels.Count; i++)
        {
            Assert.Equal(pack.Labels[i], pack.Find($"{pack.FirstNumber + i}"));
            if (pack.Names.Count > 0)
            {
                Assert.Equal(pack.Labels[i], pack.Find(pack.Names[i]));
            }
        }
    }

    [Theory]
    [InlineData("devanagari-digits", "7", "७")]
    [InlineData("devanagari-digits", "७", "७")]
    [InlineData("devanagari-dhcd", "character_34_chhya", "क्ष")]
    [InlineData("devanagari-dhcd", "digit_0", "०")]
    [InlineData("arabic-indic-digits", "4", "٤")]
    [InlineData("persian-digits", "4", "۴")]
    [InlineData("bengali-digits", "9", "৯")]
    [InlineData("kannada-digits", "0", "೦")]
    [InlineData("arabic-letters", "1", "ا")]
    [InlineData("arabic-letters", "28", "ي")]
    [InlineData("arabic-letters", "Beh", "ب")]
    [InlineData("hiragana-kmnist", "tsu", "つ")]
    [InlineData("hiragana-k49", "33", "め")]
    [InlineData("hiragana-k49", "ME", "め")]
    [InlineData("letters", "26", "Z")]
    [InlineData("letters-from-0", "25", "Z")]
    [InlineData("emnist-balanced", "10", "A")]
    [InlineData("emnist-balanced", "1", "1")]
    [InlineData("emnist-balanced", "46", "t")]
    [InlineData("emnist-byclass", "61", "z")]
    public void Find_KnownLabel_IsItsCharacter(string pack, string label, string character) =>
        Assert.Equal(character, LabelPackList.Get(pack)!.Find(label));

    [Theory]
    [InlineData("letters", "0")]
    [InlineData("devanagari-digits", "10")]
    [InlineData("hiragana-kmnist", "め")]
    public void Find_OtherLabel_IsNothing(string pack, string label) => Assert.Null(LabelPackList.Get(pack)!.Find(label));

    [Fact]
    public void TryMap_LabelOfNeither_StaysAndIsNamedOnce()
    {
        var findings = new ImportFindings();
        var map = LabelMap.Of([KeyValuePair.Create("3", "three")], LabelPackList.Get("devanagari-digits"), findings);

        Assert.Equal(["०", "three", "x", "x"], new[] { "0", "3", "x", "x" }.Select(text => map.TryMap(text, out var label, out _) ? label : "?"));
        var assumption = Assert.Single(findings.Assumptions);
        Assert.Equal(("label_pack", "devanagari-digits"), (assumption.Setting, assumption.Value));
        Assert.Contains("\"x\"", assumption.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TryMap_ManyLabelsOfNeither_AreNotAllNamed()
    {
        var findings = new ImportFindings();
        var map = LabelMap.Of([], LabelPackList.Get("devanagari-digits"), findings);

        for (var i = 100; i < 300; i++)
        {
            Assert.True(map.TryMap($"{i}", out var label, out _));
            Assert.Equal($"{i}", label);
        }

        Assert.Equal(21, findings.Assumptions.Count);
        Assert.Contains("more labels", findings.Assumptions[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_UnknownName_IsRefusedNamingTheKnownOnes()
    {
        var refusal = Assert.Throws<RefusalException>(() => LabelPackList.Get("runes"));

        Assert.Equal("LABEL_PACK_UNKNOWN", refusal.Reason);
        Assert.All(LabelPackList.All, pack => Assert.Contains(pack.Name, refusal.Message, StringComparison.Ordinal));
        Assert.InRange(refusal.Message.Length, 1, 1000);
    }
}
