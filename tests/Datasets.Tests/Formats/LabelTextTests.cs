using Digits.Datasets.Formats;

namespace Digits.Datasets.Tests.Formats;

public sealed class LabelTextTests
{
    [Theory]
    [InlineData("7", "7")]
    [InlineData("  two words ", "two words")]
    [InlineData("か\u3099", "が")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("a\u0323\u0307", "ạ\u0307")]
    [InlineData("a\u0307\u0323", "ạ\u0307")]
    [InlineData("\u212B", "Å")]
    [InlineData("👩‍🚀", "👩‍🚀")]
    public void TryNormalize_GoodLabel_GivesItsOneForm(string text, string expected)
    {
        Assert.True(LabelText.TryNormalize(text, out var label, out var fault), fault);
        Assert.Equal(expected, label);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \t ", "is empty")]
    [InlineData("a\nb", "holds the control character U+000A")]
    [InlineData("a\0", "holds the control character U+0000")]
    [InlineData("a\u202Eb", "holds the control character U+202E")]
    [InlineData("a\u2028b", "holds the control character U+2028")]
    public void TryNormalize_BadLabel_SaysWhy(string text, string expected)
    {
        Assert.False(LabelText.TryNormalize(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void TryNormalize_HalfACharacter_SaysWhy()
    {
        Assert.False(LabelText.TryNormalize("half " + (char)0xD83D, out _, out var fault));
        Assert.Equal("is not valid Unicode", fault);
    }

    [Fact]
    public void TryNormalize_Length_IsCountedInCharacters()
    {
        Assert.True(LabelText.TryNormalize(string.Concat(Enumerable.Repeat("👋", 100)), out _, out _));
        Assert.False(LabelText.TryNormalize(string.Concat(Enumerable.Repeat("👋", 101)), out _, out var fault));
        Assert.Equal("has 101 characters; at most 100 are allowed", fault);
    }
}
