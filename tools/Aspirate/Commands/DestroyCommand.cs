namespace Aspirate.Commands;

/// <summary>Deletes the generated resources from the cluster.</summary>
internal static class DestroyCommand
{
    public static async Task RunAsync(Answers answers)
    {
        var folder = await Cluster.SelectAsync(answers);
        await Shell.ShowAsync("kubectl", "delete", "-k", folder, "--wait=false");
        Terminal.Done($"Removed {folder} from cluster '{answers.KubeContext}'");
    }
}
