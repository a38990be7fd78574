using Digits.ServiceDefaults.Settings;

namespace Digits.Inference.Tests;

public sealed class InferenceConfigurationTests
{
    [Fact]
    public async Task Start_WrongValues_StopsAndNamesThemAll()
    {
        var exception = await Assert.ThrowsAsync<ConfigException>(() => InferenceServer.StartAsync(
            "http://127.0.0.1:1", ("DIGITS_EPOCHS", "0"), ("DIGITS_SPLIT_RATIO", "2")));

        Assert.Equal(2, exception.Faults.Count);
    }

    [Fact]
    public async Task Start_ArchitectureThatDoesNotFit_NamesTheLayer()
    {
        var exception = await Assert.ThrowsAsync<ConfigException>(() => InferenceServer.StartAsync(
            "http://127.0.0.1:1", ("DIGITS_ARCHITECTURE", """[{"type":"flatten"},{"type":"conv2d","filters":8,"kernel_size":3}]""")));

        Assert.Contains(exception.Faults, fault => fault.Contains("conv2d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_AddressOfTrainingIsNoAddress_StopsAndNamesTheKey()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => InferenceServer.StartAsync("nowhere"));

        Assert.Contains("Services:Training", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Batching:MaxBatch", "33")]
    [InlineData("Batching:MaxWait", "00:00:02")]
    [InlineData("Batching:MaxQueue", "0")]
    [InlineData("Serving:NewestVersions", "0")]
    [InlineData("Serving:MaxImages", "0")]
    [InlineData("Metrics:Port", "0")]
    [InlineData("Metrics:Port", "metrics")]
    public async Task Start_SettingOutOfRange_StopsAndNamesIt(string key, string value)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => InferenceServer.StartAsync("http://127.0.0.1:1", (key, value)));

        Assert.Contains(key.Split(':')[1], exception.Message, StringComparison.Ordinal);
    }
}
