using Digits.Learning.Training.Runs;
using Digits.ServiceDefaults.Configuration;

namespace Digits.Training.Tests;

public sealed class EnginesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("managed")]
    public void Create_ManagedOrNothing_GivesTheManagedEngine(string? engine) =>
        Assert.IsType<CpuTrainer>(Engines.Create(engine, TimeProvider.System));

    [Theory]
    [InlineData("gpu")]
    [InlineData("Torch")]
    public void Create_UnknownName_IsRefusedWithTheKnownOnes(string engine)
    {
        var exception = Assert.Throws<ConfigException>(() => Engines.Create(engine, TimeProvider.System));

        Assert.Contains($"\"{engine}\" is no engine; known are managed and torch", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TorchThatIsNotThere_SaysWhyInOneFault()
    {
        // In a build of the full package set with its native library the engine is there.
        if (Record.Exception(() => Engines.Create("torch", TimeProvider.System)) is not { } exception)
        {
            Assert.NotNull(Type.GetType("Digits.Learning.Torch.TorchTrainer, Digits.Learning.Torch"));
            return;
        }

        var fault = Assert.Single(Assert.IsType<ConfigException>(exception).Faults);
        Assert.Matches("PackageSet=full|native library", fault);
        Assert.StartsWith("The configuration variable DIGITS_ENGINE has 1 fault", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownEngine_IsRefused()
    {
        using var volume = new Digits.Tests.TempFolder();
        var exception = await Record.ExceptionAsync(async () =>
        {
            await using var host = new TrainingHost(volume.Path, "http://127.0.0.1:1", [("DIGITS_ENGINE", "gpu")]);
        });

        Assert.Contains("\"gpu\" is no engine", exception?.ToString(), StringComparison.Ordinal);
    }
}
