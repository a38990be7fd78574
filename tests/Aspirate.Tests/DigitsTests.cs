using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Digits.Aspirate.Tests;

public sealed class DigitsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public async Task Generate_DigitsTwice_WritesTheGoldenFolderBothTimes()
    {
        var golden = Workspace.Files(Path.Combine(AppContext.BaseDirectory, "Golden", "aspirate-output"));

        (await _workspace.GenerateDigitsAsync("--include-dashboard", "false")).AssertSuccess();
        Assert.Equal(golden, Workspace.Files(_workspace.Output));

        (await _workspace.GenerateDigitsAsync("--include-dashboard", "false")).AssertSuccess();
        Assert.Equal(golden, Workspace.Files(_workspace.Output));
    }

    [KubectlFact]
    public async Task Generate_DigitsWithDashboard_CanBeRenderedByKubectl()
    {
        (await _workspace.GenerateDigitsAsync("--include-dashboard")).AssertSuccess();

        var objects = await RenderAsync(_workspace.Output);

        string[] expected =
        [
            "Namespace digits",
            .. new[] { "gateway", "inference", "processing", "training" }.Select(name => $"ConfigMap {name}-env"),
            .. new[] { "Service", "Deployment" }.SelectMany(kind =>
                new[] { "aspire-dashboard", "gateway", "inference", "processing", "training" }.Select(name => $"{kind} {name}")),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), objects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Generate_DigitsAsHelm_WritesAChartWithTheImagesAsValues()
    {
        (await _workspace.GenerateDigitsAsync("--include-dashboard", "false", "--output-format", "helm")).AssertSuccess();

        var chart = Workspace.Files(Path.Combine(_workspace.Output, "Chart"));
        Assert.Equal(
            ["Chart.yaml", .. new[] { "gateway", "inference", "processing", "training" }.SelectMany(name => new[] { $"templates/{name}-configmap.yaml", $"templates/{name}-deployment.yaml", $"templates/{name}-service.yaml" }), "values.yaml"],
            chart.Keys);
        Assert.Equal(
            """
            images:
              processing: localhost:5000/processing:1.0.0
              training: localhost:5000/training:1.0.0
              inference: localhost:5000/inference:1.0.0
              gateway: localhost:5000/gateway:1.0.0

            """,
            chart["values.yaml"]);
        Assert.Contains("image: '{{ .Values.images.gateway }}'", chart["templates/gateway-deployment.yaml"], StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private static async Task<List<string>> RenderAsync(string folder)
    {
        using var kubectl = Process.Start(new ProcessStartInfo(KubectlFactAttribute.Path!, ["kustomize", folder]) { RedirectStandardOutput = true })!;
        var stream = new YamlStream();
        stream.Load(kubectl.StandardOutput);
        await kubectl.WaitForExitAsync();
        Assert.Equal(0, kubectl.ExitCode);
        return [.. stream.Documents.Select(d => $"{d.RootNode["kind"]} {d.RootNode["metadata"]["name"]}")];
    }
}
