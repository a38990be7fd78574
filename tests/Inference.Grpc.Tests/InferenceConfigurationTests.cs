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
}
