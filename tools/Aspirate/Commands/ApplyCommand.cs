namespace Aspirate.Commands;

/// <summary>Applies the generated files to the cluster.</summary>
internal static class ApplyCommand
{
    public static async Task RunAsync(Answers answers)
    {
        var folder = await Cluster.SelectAsync(answers);
        await Shell.ShowAsync("kubectl", "apply", "--server-side", "-k", folder);
        if (answers.RollingRestart == true)
        {
            await Shell.ShowAsync("kubectl", "rollout", "restart", "deployment", "-n", Cluster.NamespaceOf(folder));
        }

        Terminal.Done($"Applied {folder} to cluster '{answers.KubeContext}'");
    }
}
