namespace Digits.Aspirate.Tests;

public sealed class BuildTests : IDisposable
{
    private const string Properties = """{"Properties":{"ContainerRegistry":"","ContainerRepository":"","ContainerImageName":"","ContainerImageTag":"","DockerfileFile":"","DockerfileContext":""}}""";

    private readonly Workspace _workspace = new();
    private readonly string _manifest;

    public BuildTests()
    {
        _workspace.Write("api/Api.csproj", string.Empty);
        _manifest = _workspace.Write("manifest.json", """
            { "resources": {
                "api": { "type": "project.v0", "path": "api/Api.csproj" },
                "tool": { "type": "container.v1", "build": { "context": "tool", "dockerfile": "tool/Dockerfile", "args": { "VERSION": "2" } }, "env": { "MODE": "quick" } },
                "cache": { "type": "container.v0", "image": "redis" } } }
            """);
    }

    [Fact]
    public async Task Build_ProjectAndDockerfile_CallsDotnetAndDockerAsTheOriginalDoes()
    {
        _workspace.WithProgram("docker").WithProgram("dotnet", $"[ \"$1\" != msbuild ] || echo '{Properties}'");

        (await _workspace.RunAsync("build", "-m", _manifest, "-cr", "localhost:5000", "-ct", "1.0", "-ct", "latest", "--runtime-identifier", "linux-x64", "-crp", "digits")).AssertSuccess();

        Assert.Equal(
            [
                "dotnet msbuild api/Api.csproj --getProperty:ContainerRegistry --getProperty:ContainerRepository --getProperty:ContainerImageName --getProperty:ContainerImageTag --getProperty:DockerfileFile --getProperty:DockerfileContext",
                "docker info --format json",
                "dotnet publish api/Api.csproj -t:PublishContainer --verbosity quiet --nologo -r linux-x64 -p:ContainerRegistry=localhost:5000 -p:ContainerRepository=digits/api -p:ContainerImageTags=\"1.0;latest\"",
                $"docker build --tag localhost:5000/digits/tool:1.0 --tag localhost:5000/digits/tool:latest --build-arg MODE=quick --build-arg VERSION=2 --file {_workspace["tool/Dockerfile"]} {_workspace["tool"]}",
                "docker push localhost:5000/digits/tool:1.0",
                "docker push localhost:5000/digits/tool:latest",
            ],
            _workspace.Calls);
    }

    [Fact]
    public async Task Build_DuplicateFiles_TriesAgainAndAllowsThem()
    {
        _workspace.WithProgram("docker").WithProgram(
            "dotnet", $"case \"$*\" in msbuild*) echo '{Properties}';; *Duplicate*) ;; *) echo 'error NETSDK1152: twice'; exit 1;; esac");

        (await _workspace.RunAsync("build", "-m", _manifest, "--runtime-identifier", "linux-x64")).AssertSuccess();

        Assert.Contains(
            "dotnet publish api/Api.csproj -t:PublishContainer --verbosity quiet --nologo -r linux-x64 -p:ContainerRepository=api -p:ContainerImageTag=latest -p:ErrorOnDuplicatePublishOutputFiles=false",
            _workspace.Calls);
    }

    [Fact]
    public async Task Build_PublishFails_SaysTheError()
    {
        _workspace.WithProgram("docker").WithProgram("dotnet", $"[ \"$1\" = publish ] && echo 'error CONTAINER1013: no registry' && exit 1; echo '{Properties}'");

        (await _workspace.RunAsync("build", "-m", _manifest)).AssertFault("The image of 'api' could not be built: error CONTAINER1013: no registry");
    }

    [Fact]
    public async Task Build_DockerDoesNotRun_SaysSo()
    {
        _workspace.WithProgram("docker", "echo Cannot connect to the daemon. >&2; exit 1").WithProgram("dotnet", $"echo '{Properties}'");

        (await _workspace.RunAsync("build", "-m", _manifest)).AssertFault("docker does not run: Cannot connect to the daemon.");
    }

    [Fact]
    public async Task Build_NoBuilder_SaysSo()
    {
        _workspace.WithProgram("dotnet", $"echo '{Properties}'").With("PATH", _workspace["bin"]);

        (await _workspace.RunAsync("build", "-m", _manifest, "--container-builder", "podman")).AssertFault("podman is not on the PATH; is it installed?");
    }

    public void Dispose() => _workspace.Dispose();
}
