using Digits.ServiceDefaults.Errors;

namespace Digits.ServiceDefaults.Tests.Errors;

public sealed class RpcErrorsTests
{
    [Fact]
    public void InvalidArgument_EndlessTextOfACaller_FitsIntoTrailers()
    {
        var endless = new string('め', 40_000);

        var error = RpcErrors.InvalidArgument(
            "UNKNOWN", $"\"{endless}\" is unknown.", Enumerable.Repeat((Field: endless, Description: endless), 1000));

        var onTheWire = Uri.EscapeDataString(error.Status.Detail).Length
            + (error.Trailers.GetValueBytes(RpcErrors.DetailsTrailer)!.Length * 4 / 3);
        Assert.InRange(onTheWire, 1, 20_000);
        Assert.Equal("UNKNOWN", RpcErrors.Reason(error));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("sixteen letters!", "sixteen letters!")]
    [InlineData("seventeen letters", "seventeen lette…")]
    [InlineData("fourteen more 𝟟𝟟", "fourteen more …")]
    [InlineData(null, "")]
    public void Shorten_Text_KeepsWholeCharactersUpToTheLimit(string? text, string expected) =>
        Assert.Equal(expected, CallerText.Shorten(text, 16));
}
