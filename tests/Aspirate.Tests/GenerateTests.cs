namespace Digits.Aspirate.Tests;

public sealed class GenerateTests : IDisposable
{
    private const string Web = """
        "web": { "type": "container.v0", "image": "Example/Web:2", "args": [ "--fast" ], "entrypoint": "/run",
          "env": { "KEY": "{key.value}", "STORE": "{store.bindings.tcp.url}", "HTTPS": "{web.bindings.https.url}", "SELF": "{web.bindings.http.url}", "BRACES": "{{x}}", "QUOTE": "a<b" },
          "bindings": { "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "port": 80 }, "https": { "scheme": "https", "protocol": "tcp", "transport": "http" } } }
        """;

    private const string Store = """
        "store": { "type": "container.v0", "image": "store", "args": [ "a b" ], "volumes": [ { "name": "My.Data", "target": "/data" }, { "target": "/var/tmp" } ],
          "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 } } }
        """;

    private const string Key = """ "key": { "type": "parameter.v0", "value": "{key.inputs.value}", "inputs": { "value": { "type": "string", "secret": true } } } """;

    private readonly Workspace _workspace = new();

    [Fact]
    public async Task Generate_Container_SubstitutesExpressionsAndLeavesOutTheEmpty()
    {
        (await GenerateAsync([Key, Store, Web], "--parameter", "key=a=b")).AssertSuccess();

        Assert.Equal(
            """
            resources:
            - deployment.yaml
            - service.yaml

            generatorOptions:
              disableNameSuffixHash: true

            configMapGenerator:
            - name: web-env
              literals:
                - KEY=a=b
                - STORE=store:6379
                - SELF=http://web:8080
                - BRACES={x}
                - QUOTE=a&lt;b

            """,
            File.ReadAllText(Path.Combine(_workspace.Output, "web", "kustomization.yaml")));
        var deployment = await File.ReadAllTextAsync(Path.Combine(_workspace.Output, "web", "deployment.yaml"));
        Assert.Contains("        image: example/web:2\n        imagePullPolicy: Always\n        command:\n          - /run\n        args:\n        - --fast\n", deployment, StringComparison.Ordinal);
        var service = await File.ReadAllTextAsync(Path.Combine(_workspace.Output, "web", "service.yaml"));
        Assert.EndsWith("  - name: http\n    port: 80\n    targetPort: 8080\n  - name: https\n    port: 8443\n    targetPort: 8443\n", service, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ContainerWithVolumes_BecomesAStatefulSet()
    {
        (await GenerateAsync([Store])).AssertSuccess();

        var files = Workspace.Files(Path.Combine(_workspace.Output, "store"));
        Assert.Equal(["kustomization.yaml", "service.yaml", "statefulset.yaml"], files.Keys);
        Assert.Contains("            - 'a b'\n", files["statefulset.yaml"], StringComparison.Ordinal);
        Assert.Contains("            - name: my-data\n              mountPath: /data\n            - name: store-var-tmp\n", files["statefulset.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_DashboardAndPrivateRegistry_AreAddedAtTheTop()
    {
        (await _workspace.RunAsync(
            "generate",
            ["-m", _workspace.Write("m.json", Manifest(Key, Store, Web)), "-o", _workspace.Output, "--skip-build", "--image-pull-policy", "never", "--with-dashboard", "-pa", "key=1", "--private-registry", "--private-registry-url", "r.example", "--private-registry-username", "u", "--private-registry-password", "p"]))
            .AssertSuccess();

        Assert.StartsWith(
            "resources:\n- store\n- web\n- image-pull-secret.yaml\n- dashboard.yaml\n",
            await File.ReadAllTextAsync(Path.Combine(_workspace.Output, "kustomization.yaml")),
            StringComparison.Ordinal);
        var web = Workspace.Files(Path.Combine(_workspace.Output, "web"));
        Assert.Contains("    - OTEL_EXPORTER_OTLP_ENDPOINT=http://aspire-dashboard:18889\n    - OTEL_SERVICE_NAME=web\n", web["kustomization.yaml"], StringComparison.Ordinal);
        Assert.Contains("      imagePullSecrets:\n      - name: image-pull-secret\n", web["deployment.yaml"], StringComparison.Ordinal);
        Assert.Contains("type: kubernetes.io/dockerconfigjson\n", await File.ReadAllTextAsync(Path.Combine(_workspace.Output, "image-pull-secret.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_UnsupportedType_IsSkippedAloud()
    {
        var run = await GenerateAsync([Store, """ "job": { "type": "executable.v0", "command": "x" } """]);

        run.AssertSuccess();
        Assert.Contains("(!) Skipping resource 'job': its type 'executable.v0' is not supported.", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Output, "job")));
    }

    [Fact]
    public async Task Generate_ParameterWithDefault_GetsAGeneratedValueOfThatLength()
    {
        var drawn = """ "key": { "type": "parameter.v0", "value": "{key.inputs.value}", "inputs": { "value": { "type": "string", "default": { "generate": { "minLength": 30 } } } } } """;

        (await GenerateAsync([drawn, Store, Web])).AssertSuccess();

        var line = File.ReadLines(Path.Combine(_workspace.Output, "web", "kustomization.yaml")).Single(l => l.Contains("KEY=", StringComparison.Ordinal));
        Assert.Matches("^    - KEY=[A-Za-z0-9]{30}$", line);
    }

    [Fact]
    public async Task Generate_OptionsInTheEnvironment_CountUnlessTheCommandLineSaysOtherwise()
    {
        _workspace.With("ASPIRATE_NAMESPACE", "from-environment").With("ASPIRATE_SKIP_FINAL_KUSTOMIZE_GENERATION", "true").With("ASPIRATE_PARAMETER_VALUE", "key=1;other=2");

        (await GenerateAsync([Key, Store, Web], "--skip-final", "false")).AssertSuccess();

        Assert.Contains("  name: from-environment\n", await File.ReadAllTextAsync(Path.Combine(_workspace.Output, "namespace.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_SecondTimeWithState_NeedsNoAnswers()
    {
        var manifest = _workspace.Write("m.json", Manifest(Key, Store, Web));
        string[] common = ["generate", "--non-interactive", "-m", manifest, "--skip-build"];

        (await _workspace.RunInAsync(_workspace[string.Empty], [.. common, "-o", _workspace.Output, "--disable-secrets", "--image-pull-policy", "Never", "--include-dashboard", "false", "-pa", "key=1"])).AssertSuccess();
        var first = Workspace.Files(_workspace.Output);
        Directory.Delete(_workspace.Output, recursive: true);
        (await _workspace.RunInAsync(_workspace[string.Empty], common)).AssertSuccess();

        Assert.Equal(first, Workspace.Files(_workspace.Output));
    }

    [Fact]
    public async Task Init_WithTemplates_IsWhatGenerateFollows()
    {
        (await _workspace.RunAsync("init", "-cr", "registry.example", "-ct", "7", "-tp", "templates")).AssertSuccess();
        Assert.Equal(6, Directory.GetFiles(_workspace["templates"]).Length);
        File.WriteAllText(_workspace["templates/service.hbs"], "{{#each ports}}{{name}} of {{@root}}{{#if externalPort}}!{{else}}?{{/if}} {{/each}}");
        var built = """ "own": { "type": "container.v1", "build": { "context": "own", "dockerfile": "own/Dockerfile" }, "bindings": { "http": {} } } """;

        (await GenerateAsync([built])).AssertSuccess();

        var own = Workspace.Files(Path.Combine(_workspace.Output, "own"));
        Assert.Contains("        image: registry.example/own:7\n", own["deployment.yaml"], StringComparison.Ordinal);
        Assert.Equal("http of ? ", own["service.yaml"]);
    }

    [Fact]
    public async Task Generate_FromTheApplicationHost_RunsItAsTheOriginalDoes()
    {
        var manifest = _workspace.Write("m.json", Manifest(Store));
        _workspace.Write("App.csproj", string.Empty);
        _workspace.WithProgram("dotnet", $"cp '{manifest}' manifest.json");

        (await _workspace.RunAsync(
            "generate", "-p", "./App.csproj", "-lp", "http", "-o", _workspace.Output, "--skip-build", "--image-pull-policy", "Always", "--include-dashboard", "false")).AssertSuccess();

        Assert.Equal([$"dotnet run --launch-profile http --project {_workspace["./App.csproj"]} -- --publisher manifest --output-path manifest.json"], _workspace.Calls);
        Assert.True(File.Exists(Path.Combine(_workspace.Output, "store", "statefulset.yaml")));
    }

    public void Dispose() => _workspace.Dispose();

    private static string Manifest(params string[] resources) => $$"""{ "resources": { {{string.Join(',', resources)}} } }""";

    private Task<ToolRun> GenerateAsync(string[] resources, params string[] args) => _workspace.GenerateAsync(Manifest(resources), args);
}
