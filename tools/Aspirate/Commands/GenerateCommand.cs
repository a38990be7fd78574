using Aspirate.Configuration;
using Aspirate.Images;
using Aspirate.Manifests;
using Aspirate.Output;

namespace Aspirate.Commands;

/// <summary>Builds the images and writes the Kubernetes files of the application.</summary>
internal static class GenerateCommand
{
    public static async Task RunAsync(Answers answers)
    {
        if (answers.OutputFormat == "compose")
        {
            throw new AspirateException("The stand-in for Aspirate writes no compose file: --output-format is kustomize or helm.");
        }

        AspirateSettings.Apply(answers);
        Complete(answers);
        var manifest = await ManifestSource.FindAsync(answers);
        var resources = Manifest.Load(manifest);
        ParameterValues.Assign(resources, answers);
        new Expressions(resources).Substitute();
        var images = await ProjectImages.ReadAsync(resources, answers);
        if (answers.SkipBuild != true)
        {
            await ImageBuilder.BuildAsync(resources, images, answers);
        }

        Workload[] workloads = [.. resources.Values.Where(r => r.IsDeployed).Select(r => Workload.Create(r, images.NameOf(r), answers))];
        if (workloads.Length == 0)
        {
            throw new AspirateException($"{manifest} has no resource that can be deployed.");
        }

        if (answers.OutputFormat == "helm")
        {
            HelmChart.Write(workloads, answers);
        }
        else
        {
            new KustomizeFolder(answers).Write(workloads);
        }
    }

    private static void Complete(Answers answers)
    {
        answers.ImagePullPolicy ??= answers.CanAsk
            ? Terminal.Choose("When should the cluster fetch images?", ["IfNotPresent", "Always", "Never"])
            : throw new AspirateException("Nobody can be asked: say when the cluster fetches images by --image-pull-policy.");
        answers.IncludeDashboard ??= answers.CanAsk
            ? Terminal.Confirm("Include the Aspire dashboard?")
            : throw new AspirateException("Nobody can be asked: say by --include-dashboard true or false whether the Aspire dashboard is wanted.");
        if (answers.PrivateRegistry == true)
        {
            answers.PrivateRegistryUrl ??= Missing("--private-registry-url");
            answers.PrivateRegistryUsername ??= Missing("--private-registry-username");
            answers.PrivateRegistryPassword ??= answers.CanAsk
                ? Terminal.Ask("Password of the private registry:", isSecret: true)
                : Missing("--private-registry-password");
        }
    }

    private static string Missing(string option) => throw new AspirateException($"A private registry needs {option}.");
}
