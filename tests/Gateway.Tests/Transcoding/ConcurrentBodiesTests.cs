using System.Globalization;
using System.Text;

namespace Digits.Gateway.Tests.Transcoding;

/// <summary>Callers at the same time never see each other's bytes.</summary>
public sealed class ConcurrentBodiesTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Callers = 32;
    private const int Rounds = 150;

    /// <param name="length">Characters of each word: bodies within one buffer of the server, and over several.</param>
    [Theory]
    [InlineData(20)]
    [InlineData(1_500)]
    [InlineData(12_000)]
    public async Task Echo_ConcurrentCallersWithDifferentBodies_EachGetsItsOwnBack(int length) =>
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(caller, length)));

    private async Task CallAsync(int caller, int length)
    {
        for (var round = 0; round < Rounds / (1 + (length / 10_000)); round++)
        {
            var word = string.Create(CultureInfo.InvariantCulture, $"<{caller}/{round}>").PadRight(length, (char)('a' + (caller % 26)));
            var data = Convert.ToBase64String(Encoding.ASCII.GetBytes(word));
            using var response = await gateway.Http.PostTextAsync(
                $"/test/v1/echo/c{caller}",
                $$"""{"author": {"name": "{{word}}"}, "words": ["{{word}}"], "data": "{{data}}", "small": {{round}} }""");

            var echo = (await response.ReadJsonAsync())["request"]!;
            Assert.Equal($"c{caller}", (string?)echo["name"]);
            Assert.Equal(word, (string?)echo["words"]![0]);
            Assert.Equal(word, (string?)echo["author"]!["name"]);
            Assert.Equal(data, (string?)echo["data"]);
            Assert.Equal(round, (int)echo["small"]!);
        }
    }
}
