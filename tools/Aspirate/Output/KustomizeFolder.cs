using System.Globalization;
using System.Text;
using System.Text.Json;
using Aspirate.Commands;

namespace Aspirate.Output;

/// <summary>Writes a folder for each workload and a kustomization over them.</summary>
internal sealed class KustomizeFolder
{
    private const string PullSecret = "image-pull-secret";
    private const string DefaultEmail = "aspir8@aka.ms";

    private readonly Answers _answers;
    private readonly Templates _templates;
    private readonly string _folder;

    public KustomizeFolder(Answers answers)
    {
        _answers = answers;
        _templates = new(answers.TemplatePath);
        _folder = Path.GetFullPath(answers.OutputPath);
    }

    /// <exception cref="AspirateException">The folder cannot be written, or a template is missing.</exception>
    public void Write(IReadOnlyCollection<Workload> workloads)
    {
        try
        {
            foreach (var workload in workloads)
            {
                Write(workload);
            }

            if (_answers.SkipFinal != true)
            {
                WriteTop(workloads);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AspirateException($"The output cannot be written: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    private static Dictionary<string, object?> Data(Workload workload, IEnumerable<string> manifests) => new()
    {
        ["name"] = workload.Name,
        ["containerImage"] = workload.Image,
        ["imagePullPolicy"] = workload.ImagePullPolicy,
        ["entrypoint"] = workload.Entrypoint,
        ["hasArgs"] = workload.Args.Count > 0,
        ["args"] = workload.Args,
        ["hasAnyEnv"] = workload.Env.Count > 0,
        ["env"] = workload.Env,
        ["hasPorts"] = workload.Ports.Count > 0,
        ["ports"] = workload.Ports.Select(p => new Dictionary<string, object?>
        {
            ["name"] = p.Name,
            ["internalPort"] = Text(p.Internal),
            ["externalPort"] = p.External is { } port ? Text(port) : null,
        }),
        ["hasVolumes"] = workload.Volumes.Count > 0,
        ["volumes"] = workload.Volumes.Select(v => new Dictionary<string, object?> { ["name"] = v.Name, ["target"] = v.Target }),
        ["hasAnyAnnotations"] = workload.Annotations.Count > 0,
        ["annotations"] = workload.Annotations,
        ["isProject"] = workload.IsProject,
        ["serviceType"] = "ClusterIP",
        ["withPrivateRegistry"] = workload.WithPrivateRegistry,
        ["manifests"] = manifests,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Write(Workload workload)
    {
        var folder = Path.Combine(_folder, workload.Name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var main = workload.Volumes.Count > 0 ? "statefulset" : "deployment";
        var data = Data(workload, [$"{main}.yaml", "service.yaml"]);
        foreach (var template in new[] { main, "service", "kustomization" })
        {
            File.WriteAllText(Path.Combine(folder, $"{template}.yaml"), _templates.Render(template, data));
        }

        Terminal.Done($"Generated {folder}");
    }

    private void WriteTop(IEnumerable<Workload> workloads)
    {
        var manifests = workloads.Select(w => w.Name).ToList();
        var data = new Dictionary<string, object?>
        {
            ["withNamespace"] = !string.IsNullOrEmpty(_answers.Namespace),
            ["namespace"] = _answers.Namespace?.ToLowerInvariant(),
            ["withPrivateRegistry"] = _answers.PrivateRegistry == true,
            ["containerImage"] = Dashboard.Image,
            ["manifests"] = manifests,
        };
        if (!string.IsNullOrEmpty(_answers.Namespace))
        {
            Add("namespace", _templates.Render("namespace", data));
        }

        if (_answers.PrivateRegistry == true)
        {
            Add(PullSecret, PullSecretYaml());
        }

        if (_answers.IncludeDashboard == true)
        {
            Add("dashboard", _templates.Render("dashboard", data));
        }

        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"), _templates.Render("kustomization", data));
        Terminal.Done($"Generated {Path.Combine(_folder, "kustomization.yaml")}");

        void Add(string name, string text)
        {
            File.WriteAllText(Path.Combine(_folder, $"{name}.yaml"), text);
            manifests.Add($"{name}.yaml");
        }
    }

    private string PullSecretYaml()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_answers.PrivateRegistryUsername}:{_answers.PrivateRegistryPassword}"));
        var login = new Dictionary<string, string> { ["auth"] = auth, ["email"] = _answers.PrivateRegistryEmail ?? DefaultEmail };
        var configuration = new { auths = new Dictionary<string, object> { [_answers.PrivateRegistryUrl!] = login } };
        return Yaml.Write(new Dictionary<string, object>
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new Dictionary<string, object> { ["name"] = PullSecret },
            ["type"] = "kubernetes.io/dockerconfigjson",
            ["data"] = new Dictionary<string, object>
            {
                [".dockerconfigjson"] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(configuration)),
            },
        });
    }
}
