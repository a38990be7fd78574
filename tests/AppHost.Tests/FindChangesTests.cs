using System.Text.Json.Nodes;
using Digits.Hosting.Tests;
using Digits.Tests;

namespace Digits.AppHost.Tests;

/// <summary>What the build of the application host is told about the files, on notes of its own instead of those of the last build.</summary>
public sealed class FindChangesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _built;

    public FindChangesTests() => _built = Path.Combine(_folder.Path, "built");

    [Fact]
    public async Task FindChanges_OtherOptionYoungerFileProgramGone_Changed()
    {
        Assert.True(await IsChangedAsync());
        Remember(Repository.Root);
        Assert.False(await IsChangedAsync());

        File.SetLastWriteTimeUtc(_built, File.GetLastWriteTimeUtc(Path.Combine(Repository.Root, "AppHost", "Program.cs")).AddSeconds(-1));
        Assert.True(await IsChangedAsync());

        Remember(Path.Combine(_folder.Path, "gone.dll"));
        Assert.True(await IsChangedAsync());

        Remember(Repository.Root);
        Assert.True(await IsChangedAsync("-p:Version=9.9.9"));
    }

    [Fact]
    public async Task Restore_NothingChanged_DoesNotRestore()
    {
        await IsChangedAsync();
        Remember(Repository.Root);

        using var restore = StartBuild("-t:Restore", "-p:MSBuildIsRestoring=true", "-noLogo");

        Assert.Contains("there is nothing to restore", Assert.Single(await restore.OutputAsync(), line => line.Length > 0), StringComparison.Ordinal);
        Assert.Equal(0, await restore.ExitAsync());
    }

    [Fact]
    public async Task Build_NothingChanged_BuildsNoProject()
    {
        await IsChangedAsync();
        Remember(Repository.Root);

        using var build = StartBuild("-t:Build");

        Assert.DoesNotContain(await build.OutputAsync(), line => line.Contains(" -> ", StringComparison.Ordinal));
        Assert.Equal(0, await build.ExitAsync());
    }

    public void Dispose() => _folder.Dispose();

    private void Remember(string program) => File.WriteAllText(_built, program);

    private async Task<bool> IsChangedAsync(params string[] options)
    {
        using var build = StartBuild(["-t:FindChanges", "-getProperty:ChangedSinceBuilt", "-getProperty:BuiltFile", .. options]);
        var properties = JsonNode.Parse(string.Concat(await build.OutputAsync()))!["Properties"]!;

        Assert.Equal(_built, (string?)properties["BuiltFile"]);
        return (string?)properties["ChangedSinceBuilt"] == "true";
    }

    private HostProcess StartBuild(params string[] options)
    {
        var project = Path.Combine(Repository.Root, "AppHost", "AppHost.csproj");
        var sources = Path.Combine(_folder.Path, "sources");
        return HostProcess.Start("msbuild", [], [project, $"-p:BuiltFile={_built}", $"-p:SourcesFile={sources}", .. options]);
    }
}
