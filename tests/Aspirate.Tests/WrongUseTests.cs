namespace Digits.Aspirate.Tests;

public sealed class WrongUseTests : IDisposable
{
    private const string Answers = "--image-pull-policy Always --include-dashboard false --skip-build";

    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData("[]", "MANIFEST is not an Aspire manifest: it has no 'resources'.")]
    [InlineData("""{ "name": "package" }""", "MANIFEST is not an Aspire manifest: it has no 'resources'.")]
    [InlineData("apiVersion: v1", "MANIFEST is not an Aspire manifest: 'a' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0.")]
    [InlineData("""{ "resources": {} }""", "MANIFEST has no resource that can be deployed.")]
    [InlineData("""{ "resources": { "a": { "type": "container.v0" } } }""", "MANIFEST: resource 'a' has no image.")]
    [InlineData(
        """{ "resources": { "a": { "type": "container.v0", "image": "a", "env": { "X": "{b.bindings.http.url}" } } } }""",
        "Unknown resource 'b' in reference expression 'b.bindings.http.url'.")]
    [InlineData(
        """{ "resources": { "a": { "type": "container.v0", "image": "a", "env": { "X": "{a.bindings.http.url}" } } } }""",
        "Resource 'a' has no binding 'http' in reference expression 'a.bindings.http.url'.")]
    [InlineData(
        """{ "resources": { "v": { "type": "value.v0", "connectionString": "{v.connectionString}" }, "a": { "type": "container.v0", "image": "a" } } }""",
        "The expression '{v.connectionString}' leads back to itself.")]
    [InlineData(
        """{ "resources": { "p": { "type": "parameter.v0", "value": "{p.inputs.value}", "inputs": { "value": { "type": "string" } } } } }""",
        "Parameter 'p' has no value: give it one by --parameter p=VALUE.")]
    public async Task Generate_ManifestWithAFault_SaysWhich(string manifest, string expected)
    {
        var run = await _workspace.GenerateAsync(manifest);

        run.AssertFault(expected.Replace("MANIFEST", _workspace["manifest.json"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("generate -m none.json --fast", "There is no command or option '--fast'; --help lists them.")]
    [InlineData("fly", "There is no command or option 'fly'; --help lists them.")]
    [InlineData("generate -m none.json " + Answers, "The manifest cannot be read: Could not find file 'FOLDER/none.json'.")]
    [InlineData("generate -m none.json --include-dashboard true", "Nobody can be asked: say when the cluster fetches images by --image-pull-policy.")]
    [InlineData("generate -m none.json --image-pull-policy Always", "Nobody can be asked: say by --include-dashboard true or false whether the Aspire dashboard is wanted.")]
    [InlineData("generate -m none.json --image-pull-policy Sometimes", "--image-pull-policy must be one of IfNotPresent, Always, Never, not 'Sometimes'.")]
    [InlineData("generate -m none.json --output-format compose", "The stand-in for Aspirate writes no compose file: --output-format is kustomize or helm.")]
    [InlineData("generate -p ./nowhere " + Answers, "There is no application host at FOLDER/./nowhere: name its project by --project-path, or a manifest by --aspire-manifest.")]
    [InlineData("generate -m none.json --private-registry " + Answers, "A private registry needs --private-registry-url.")]
    [InlineData("init", "Nobody can be asked: --container-registry is needed.")]
    [InlineData("apply -k minikube", "There is no kustomization.yaml in FOLDER/aspirate-output: run 'aspirate generate' first, or name the folder by --input-path.")]
    [InlineData("destroy -k minikube -i other", "There is no kustomization.yaml in FOLDER/other: run 'aspirate generate' first, or name the folder by --input-path.")]
    public async Task Run_WrongUse_IsOneLine(string command, string expected)
    {
        var parts = command.Split(' ');

        var run = await _workspace.RunAsync(parts[0], parts[1..]);

        run.AssertFault(expected.Replace("FOLDER", _workspace[string.Empty].TrimEnd('/'), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_SecretsNotDisabled_SaysThatThereAreNone()
    {
        var run = await _workspace.RunInAsync(_workspace[string.Empty], "generate", "--non-interactive", "-m", "none.json");

        run.AssertFault("The stand-in for Aspirate keeps no secrets: add --disable-secrets, which puts every variable into the ConfigMap.");
    }

    [Fact]
    public async Task Generate_ProjectMissing_SaysWhich()
    {
        var run = await _workspace.GenerateAsync("""{ "resources": { "a": { "type": "project.v0", "path": "../gone/Gone.csproj" } } }""");

        run.AssertFault($"The project of resource 'a' is missing: {Path.GetFullPath("../gone/Gone.csproj", _workspace[string.Empty])}");
    }

    [Fact]
    public async Task Generate_ApplicationHostComplains_SaysWhat()
    {
        _workspace.Write("App.csproj", string.Empty);
        _workspace.WithProgram("dotnet", "echo no such thing >&2; exit 1");

        (await _workspace.RunAsync("generate", ["-p", ".", .. Answers.Split(' ')])).AssertFault("Could not build the manifest: no such thing");
    }

    [Fact]
    public async Task Generate_ApplicationHostIsSilent_SaysThatThereIsNoManifest()
    {
        _workspace.Write("App.csproj", string.Empty);
        _workspace.WithProgram("dotnet", "echo Build FAILED.; exit 3");

        (await _workspace.RunAsync("generate", ["-p", ".", .. Answers.Split(' ')])).AssertFault(
            $"Could not build the manifest: the application host ended with exit code 3 and wrote no {_workspace["./manifest.json"]}. Build FAILED.");
    }

    public void Dispose() => _workspace.Dispose();
}
