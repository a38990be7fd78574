using Digits.Tests;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>What a newcomer finds: a data set and a model, without having done anything.</summary>
public sealed class StarterTests
{
    // Enough to be far better than chance; the real starter set is twenty times as large.
    private const int Count = 2000;
    private const int Probes = 100;

    [Fact]
    public async Task Start_NewFolder_ReadsDigitsWithoutDataOfOnesOwn()
    {
        using var folder = new TempFolder();
        await using var app = await TestApp.StartAsync(folder.Path, Count);
        var rest = new RestClient(app.Http);

        await Eventually.TrueAsync(async () => (await rest.GetAsync("/api/v1/served-models")).GetProperty("models").GetArrayLength() == 1, app);

        var run = Assert.Single((await rest.GetAsync("/api/v1/runs")).GetProperty("runs").EnumerateArray());
        Assert.Equal(("starter", "default"), (run.GetProperty("dataset").GetString(), run.GetProperty("preset").GetString()));
        Assert.InRange(await rest.CountRightAsync(HandwritingSet.Create(), Probes), Probes / 3, Probes);
    }
}
