export default function Page() {
  return <h1>bandit</h1>
}
