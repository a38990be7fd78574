using Digits.Hosting.Tests;
using Digits.Tests;

namespace Digits.AppHost.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-manifest-");

    /// <summary>The manifest in the application host's folder, as the README's command writes it; its paths are relative to that.</summary>
    [Fact]
    public async Task Publish_Digits_WritesTheGoldenManifest()
    {
        var path = Path.Combine(Repository.Root, "AppHost", $"{_folder.Name}.json");
        try
        {
            using var host = Start("--publisher", "manifest", "--output-path", path);

            Assert.Equal(0, await host.ExitAsync());
            Assert.Empty(await host.ErrorsAsync());
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "aspire-manifest.json")), await File.ReadAllTextAsync(path));
            Assert.Equal(
                ["Aspire version: ", "Published manifest to: "],
                (await host.OutputAsync()).Where(l => l.StartsWith(' ')).Select(l => l.Trim()[..(l.Trim().IndexOf(": ", StringComparison.Ordinal) + 2)]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Publishing the manifest needs '--output-path', a .json file or a folder.", "--publisher", "manifest")]
    [InlineData("There is no publisher 'helm'; the stand-in for Aspire has 'manifest' only.", "--publisher", "helm")]
    public async Task Publish_WrongUse_SaysSoInOneLineAndFails(string expected, params string[] args)
    {
        using var host = Start(args);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Equal([expected], await host.ErrorsAsync());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // With settings that the services would not start with: publishing needs none of them.
    private static HostProcess Start(params string[] args) => HostProcess.Start(
        StartTests.AppHostAssembly, new Dictionary<string, string> { ["DIGITS_DATA"] = "relative", ["DIGITS_GATEWAY_PORT"] = "none" }, args);
}
