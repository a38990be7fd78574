using Digits.Datasets.Versions;
using Digits.Processing.Mapping;

namespace Digits.Processing.Tests.Mapping;

public sealed class PageTokenTests
{
    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("め/と")]
    public void Decode_EncodedToken_GivesItBack(string label)
    {
        var token = new PageToken("0123456789abcdef", Part.Test, label, 4711);

        Assert.Equal(token, PageToken.Decode(token.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("AAAA")]
    [InlineData("YS8xLy0xLw")]
    public void Decode_AnythingElse_IsNull(string text) => Assert.Null(PageToken.Decode(text));
}
