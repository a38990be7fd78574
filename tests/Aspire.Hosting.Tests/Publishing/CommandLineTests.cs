namespace Digits.Hosting.Tests.Publishing;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _output = Directory.CreateTempSubdirectory("digits-output-");

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish-manifest")]
    [InlineData("--publisher", "manifest", "--operation", "publish")]
    public async Task Run_OutputPathIsAFolder_WritesAspireManifestIntoIt(params string[] args)
    {
        var folder = Path.Combine(_output.FullName, "new", "folder");
        using var model = new PublishedModel([.. args, "--output-path", folder]);

        var manifest = await model.PublishAsync(Path.Combine(folder, "aspire-manifest.json"));

        Assert.Empty(manifest["resources"]!.AsObject());
    }

    [Fact]
    public async Task Run_OutputPathIsAFile_WritesItAndItsFolders()
    {
        var path = Path.Combine(_output.FullName, "new", "my.json");
        using var model = new PublishedModel("--publisher", "manifest", "--output-path", path);

        await model.PublishAsync(path);

        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task Run_NoOutputPath_SaysSo()
    {
        using var model = new PublishedModel("--publisher", "manifest");

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => model.PublishAsync());

        Assert.Equal("Publishing the manifest needs '--output-path', a .json file or a folder.", fault.Message);
    }

    [Fact]
    public async Task Run_OutputPathCannotBeWritten_SaysSo()
    {
        var file = Path.Combine(_output.FullName, "file");
        await File.WriteAllTextAsync(file, string.Empty);
        using var model = new PublishedModel("--publisher", "manifest", "--output-path", Path.Combine(file, "my.json"));

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => model.PublishAsync());

        Assert.StartsWith($"The manifest cannot be written to {Path.Combine(file, "my.json")}: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no publisher 'docker'; the stand-in for Aspire has 'manifest' only.", "--publisher", "docker")]
    [InlineData("There is no operation 'fly'; there are 'run' and 'publish'.", "--operation", "fly")]
    [InlineData("There is no step 'deploy'; the stand-in for Aspire has '--step publish-manifest' only.", "--operation", "publish", "--step", "deploy")]
    [InlineData("Publishing needs a step; the stand-in for Aspire has '--step publish-manifest' only.", "--operation", "publish")]
    public void CreateBuilder_UnknownWish_SaysWhatThereIs(string expected, params string[] args)
    {
        var fault = Assert.Throws<DistributedApplicationException>(() => DistributedApplication.CreateBuilder(args));

        Assert.Equal(expected, fault.Message);
    }

    [Fact]
    public async Task Run_Publishing_RaisesBeforeStartAndStartsNothing()
    {
        var path = Path.Combine(_output.FullName, "m.json");
        using var model = new PublishedModel("--publisher", "manifest", "--output-path", path);
        var raised = 0;
        model.Builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            raised++;
            return Task.CompletedTask;
        });
        model.Builder.AddExecutable("script", Path.Combine(_output.FullName, "missing"), ".");

        await model.PublishAsync(path);

        Assert.Equal(1, raised);
        Assert.True(model.Builder.ExecutionContext.IsPublishMode);
    }

    public void Dispose() => _output.Delete(recursive: true);
}
