namespace Digits.Aspirate.Tests;

public sealed class ClusterTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly string _folder;

    public ClusterTests()
    {
        _workspace.Write("output/kustomization.yaml", "resources: []\n");
        _workspace.Write("output/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: digits\n");
        _folder = _workspace.Output;
    }

    [Fact]
    public async Task Apply_RollingRestart_CallsKubectlAsTheOriginalDoes()
    {
        _workspace.WithProgram("kubectl");

        (await _workspace.RunAsync("apply", "-i", _folder, "-k", "minikube", "-r")).AssertSuccess();

        Assert.Equal(
            ["kubectl config use-context minikube", $"kubectl apply --server-side -k {_folder}", "kubectl rollout restart deployment -n digits"],
            _workspace.Calls);
    }

    [Fact]
    public async Task Destroy_Folder_CallsKubectlAsTheOriginalDoes()
    {
        _workspace.WithProgram("kubectl");

        (await _workspace.RunAsync("destroy", "-i", _folder, "-k", "minikube")).AssertSuccess();

        Assert.Equal(["kubectl config use-context minikube", $"kubectl delete -k {_folder} --wait=false"], _workspace.Calls);
    }

    [Fact]
    public async Task Apply_KubectlFails_FailsAndDoesNotGoOn()
    {
        _workspace.WithProgram("kubectl", "[ \"$1\" = config ]");

        var run = await _workspace.RunAsync("apply", "-i", _folder, "-k", "minikube", "-r");

        run.AssertFault($"kubectl apply --server-side -k {_folder} failed with exit code 1; its lines above say why.");
        Assert.Equal(2, _workspace.Calls.Length);
    }

    [Fact]
    public async Task Apply_NoKubectl_SaysSo()
    {
        _workspace.With("PATH", _workspace["bin"]);

        (await _workspace.RunAsync("apply", "-i", _folder, "-k", "minikube")).AssertFault("kubectl is not on the PATH; is it installed?");
    }

    [Fact]
    public async Task Apply_NoContext_SaysSo() =>
        (await _workspace.RunAsync("apply", "-i", _folder)).AssertFault("Nobody can be asked: name the cluster by --kube-context.");

    public void Dispose() => _workspace.Dispose();
}
