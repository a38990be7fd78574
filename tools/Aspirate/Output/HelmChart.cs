using Aspirate.Commands;

namespace Aspirate.Output;

/// <summary>Writes a chart whose values are the images.</summary>
internal static class HelmChart
{
    private const string ChartName = "AspireProject";

    /// <exception cref="AspirateException">The folder cannot be written.</exception>
    public static void Write(IReadOnlyCollection<Workload> workloads, Answers answers)
    {
        var folder = Path.Combine(Path.GetFullPath(answers.OutputPath), "Chart");
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            var templates = Directory.CreateDirectory(Path.Combine(folder, "templates")).FullName;
            var images = new Dictionary<string, object>();
            foreach (var workload in answers.IncludeDashboard == true ? [.. workloads, DashboardWorkload()] : workloads)
            {
                var value = workload.Name.Replace("-", string.Empty, StringComparison.Ordinal);
                images[value] = workload.Image;
                foreach (var document in KubernetesObjects.Of(workload with { Image = $"{{{{ .Values.images.{value} }}}}" }))
                {
                    var file = $"{workload.Name}-{((string)document["kind"]).ToLowerInvariant()}.yaml";
                    File.WriteAllText(Path.Combine(templates, file), Yaml.Write(document));
                }
            }

            File.WriteAllText(Path.Combine(folder, "values.yaml"), Yaml.Write(new Dictionary<string, object> { ["images"] = images }));
            File.WriteAllText(Path.Combine(folder, "Chart.yaml"), Yaml.Write(new Dictionary<string, object>
            {
                ["apiVersion"] = "v2",
                ["name"] = ChartName,
                ["description"] = "An Aspire application.",
                ["appVersion"] = "1.0.0",
                ["version"] = "1.0.0",
            }));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AspirateException($"The chart cannot be written: {fault.Message.TrimEnd('.')}.", fault);
        }

        Terminal.Done($"Generated {folder}");
    }

    private static Workload DashboardWorkload() => new()
    {
        Name = Dashboard.Name,
        Image = Dashboard.Image,
        ImagePullPolicy = "IfNotPresent",
        Env = new Dictionary<string, string> { ["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true" },
        Ports = [new("dashboard-ui", Dashboard.UiPort, null), new("otlp", Dashboard.OtlpPort, null)],
    };
}
